/** States and enum values are texts of the business: anything that can be printed. */
export function checkLabel(text: string): string | null {
  if (text.trim() === '') return 'is empty';
  if (text.trim() !== text) return 'begins or ends with white space';
  if ([...text].length > 63) return 'is longer than 63 characters';
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(text))
    return 'contains a character that cannot be printed';
  return null;
}
