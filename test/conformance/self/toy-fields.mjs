// What is wrong with a value of a field, as the contract tells it.
const minorUnits = { JPY: 0, EUR: 2, USD: 2, GBP: 2, KWD: 3, CLF: 4 };

export function fieldFaults(field, value, sabotage) {
  const at = (code, below = '') => [
    { pointer: `/${field.name}${below}`, code, message: `${field.name} is not right` },
  ];
  switch (field.type.kind) {
    case 'string':
    case 'text': {
      if (typeof value !== 'string') return at('type');
      if (value.includes('\0') || !value.isWellFormed()) return at('invalid-character');
      const length = sabotage === 'code-points' ? value.length : [...value].length;
      if (length < (field.minLength ?? 0)) return at('min-length');
      if (length > field.maxLength) return at('max-length');
      return field.pattern && !new RegExp(field.pattern, 'u').test(value) ? at('pattern') : [];
    }
    case 'integer':
      if (!Number.isSafeInteger(value)) return at('type');
      if (value < (field.min ?? -Infinity)) return at('min');
      return value > (field.max ?? Infinity) ? at('max') : [];
    case 'money': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return at('type');
      const known = ['amount', 'currency'];
      const extra = Object.keys(value).find((name) => !known.includes(name));
      if (extra) return at('unknown-field', `/${extra}`);
      const missing = known.find((name) => !(name in value));
      if (missing) return at('required', `/${missing}`);
      if (typeof value.amount !== 'string') return at('type', '/amount');
      const digits = minorUnits[value.currency];
      if (digits === undefined) return at('currency', '/currency');
      if (!/^-?(0|[1-9]\d*)(\.\d+)?$/.test(value.amount) || /\s/.test(value.amount))
        return at('format', '/amount');
      if (sabotage === 'scale') return [];
      return (value.amount.split('.')[1] ?? '').length > digits ? at('scale', '/amount') : [];
    }
    case 'date': {
      if (typeof value !== 'string') return at('type');
      const day = new Date(`${value}T00:00:00Z`);
      const real =
        /^\d{4}-\d\d-\d\d$/.test(value) && !value.startsWith('0000') && !/\s/.test(value);
      return real && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
        ? []
        : at('format');
    }
    case 'boolean':
      return typeof value === 'boolean' ? [] : at('type');
    default:
      throw new Error(`the toy knows no ${field.type.kind}`);
  }
}

/** The one way in which a value is shown. */
export function canonical(field, value) {
  if (field.type.kind !== 'money' || value === null) return value;
  const [whole, fraction = ''] = value.amount.split('.');
  const digits = minorUnits[value.currency];
  const amount = digits === 0 ? whole : `${whole}.${fraction.padEnd(digits, '0')}`;
  return { amount, currency: value.currency };
}
