/** A decimal string as an integer of `scale` fraction digits. */
export function scaled(value: string, scale: number): bigint {
  const negative = value.startsWith('-');
  const [whole = '0', fraction = ''] = value.replace(/^[+-]/, '').split('.');
  const digits = BigInt(whole + fraction.padEnd(scale, '0').slice(0, scale));
  return negative ? -digits : digits;
}

/** The decimal string of an integer of `scale` fraction digits. */
export function unscaled(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const sign = value < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Whether `value` lies within the bounds; a missing bound does not bind. */
export function within(value: string, min: string | null, max: string | null): boolean {
  const scale = 40;
  const number = scaled(value, scale);
  return (
    (min === null || number >= scaled(min, scale)) && (max === null || number <= scaled(max, scale))
  );
}
