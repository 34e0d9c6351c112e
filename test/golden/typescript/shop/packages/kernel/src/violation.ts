export type ViolationCode =
  | 'required'
  | 'unknown-field'
  | 'type'
  | 'min-length'
  | 'max-length'
  | 'pattern'
  | 'min'
  | 'max'
  | 'format'
  | 'enum'
  | 'immutable'
  | 'invalid-character'
  | 'currency'
  | 'scale'
  | 'not-unique';

/** One reason why a value is refused. */
export interface Violation {
  /** JSON pointer (RFC 6901) into what was given, e.g. `/total/amount` */
  readonly pointer: string;
  readonly code: ViolationCode;
  readonly message: string;
}

/** The JSON pointer of a member below another one. */
export function pointerTo(parent: string, member: string): string {
  return `${parent}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
