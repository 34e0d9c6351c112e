import { isMet, mergedMembers } from '@packages/kernel/application';
import { describe, expect, test } from 'bun:test';

describe('a merge patch', () => {
  // The examples of RFC 7396, appendix A, that are objects, one member deep.
  test.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { b: 'c' }],
    [{ a: 'b' }, { a: null }, { a: null }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ a: 'foo' }, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    [{ e: null }, { a: 1 }, { a: 1 }],
  ])('of %j with %j sets %j', (target, patch, members) => {
    expect(mergedMembers(target, patch)).toEqual(members);
  });

  test('keeps what it does not name in a member', () => {
    expect(
      mergedMembers({ total: { amount: '1.00', currency: 'EUR' } }, { total: { amount: '2.00' } }),
    ).toEqual({ total: { amount: '2.00', currency: 'EUR' } });
  });

  test('does not reach into what is no JSON object', () => {
    expect(mergedMembers({ at: new Date(0) }, { at: { year: 1 } })).toEqual({ at: { year: 1 } });
  });

  test('cannot touch a prototype', () => {
    const patch = JSON.parse('{"a":{"__proto__":{"polluted":true}}}') as Record<string, unknown>;
    mergedMembers({ a: {} }, patch);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

test('a precondition holds for the versions it names', () => {
  expect(isMet({ kind: 'none' }, 3)).toBe(true);
  expect(isMet({ kind: 'any' }, 3)).toBe(true);
  expect(isMet({ kind: 'versions', versions: [2, 3] }, 3)).toBe(true);
  expect(isMet({ kind: 'versions', versions: [2] }, 3)).toBe(false);
  expect(isMet({ kind: 'versions', versions: [] }, 3)).toBe(false);
});
