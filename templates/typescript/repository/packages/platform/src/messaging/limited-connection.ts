import type { Connection } from '../database/connection.ts';

/**
 * The connection for work in the background, of which never more than so many statements run at a
 * time: polling must not keep connections open that requests do not need.
 */
export function limitedConnection(connection: Connection, places: number): Connection {
  const waiting: (() => void)[] = [];
  let free = places;

  const inPlace = async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };

  return {
    rows: (statement, values) => inPlace(() => connection.rows(statement, values)),
    row: (statement, values) => inPlace(() => connection.row(statement, values)),
    affected: (statement, values) => inPlace(() => connection.affected(statement, values)),
    query: (name, query) => inPlace(() => connection.query(name, query)),
  };
}
