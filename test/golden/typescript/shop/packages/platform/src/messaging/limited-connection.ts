import type { Connection } from '../database/connection.ts';
import type { Places } from './places.ts';

/**
 * The connection for work in the background, of which never more statements run at a time than
 * there are places: polling must not keep connections open that requests do not need.
 */
export function limitedConnection(connection: Connection, places: Places): Connection {
  return {
    rows: (statement, values) => places.during(() => connection.rows(statement, values)),
    row: (statement, values) => places.during(() => connection.row(statement, values)),
    affected: (statement, values) => places.during(() => connection.affected(statement, values)),
    query: (name, query) => places.during(() => connection.query(name, query)),
  };
}
