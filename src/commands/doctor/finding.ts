/** What `doctor` found out about one thing. */
export interface Finding {
  /** stable, kebab case: `node`, `git-identity`, `port-8080` */
  readonly id: string;
  /** what was looked at, in a word or two */
  readonly subject: string;
  /** `problem`: something that is needed here is missing; `warning`: some commands do without it, or not at all */
  readonly status: 'ok' | 'warning' | 'problem';
  readonly message: string;
  /** how to mend it */
  readonly hint: string | null;
}

export function fine(id: string, subject: string, message: string): Finding {
  return { id, subject, status: 'ok', message, hint: null };
}

export function warning(id: string, subject: string, message: string, hint: string): Finding {
  return { id, subject, status: 'warning', message, hint };
}

export function problem(id: string, subject: string, message: string, hint: string): Finding {
  return { id, subject, status: 'problem', message, hint };
}
