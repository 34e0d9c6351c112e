import { describe, expect, test } from 'bun:test';

import { Category } from '../../src/domain/category/category.ts';
import { categoryExamples, categorySnapshot, storedCategory } from '../examples/category.ts';

const [example] = categoryExamples;
const { id, createdAt: now } = categorySnapshot;
const later = new Date(now.getTime() + 1000);

describe('a new category', () => {
  test('is what was asked for', () => {
    const created = Category.create(example, { id, now });
    expect(created.ok ? created.value.snapshot() : created.error).toEqual(categorySnapshot);
  });

  test('tells that it was created, once', () => {
    const created = Category.create(example, { id, now });
    expect(created.ok ? created.value.pullEvents() : created.error).toEqual([
      {
        name: 'CategoryCreated',
        aggregate: 'Category',
        aggregateId: id,
        version: 1,
        occurredAt: now,
        data: categorySnapshot,
      },
    ]);
    expect(created.ok ? created.value.pullEvents() : created.error).toEqual([]);
  });

  test('may leave out what is optional', () => {
    const created = Category.create({ ...example, parentId: null }, { id, now });
    expect(created.ok ? created.value.snapshot() : created.error).toMatchObject({ parentId: null });
  });

  test.each<[string, object, string, string]>([
    ['slug: nothing', { slug: null }, '/slug', 'required'],
    ['slug: a number', { slug: 7 }, '/slug', 'type'],
    ['slug: half a character', { slug: '\ud800' }, '/slug', 'invalid-character'],
    ['slug: too short', { slug: 'x'.repeat(0) }, '/slug', 'min-length'],
    ['slug: too long', { slug: 'x'.repeat(61) }, '/slug', 'max-length'],
    ['slug: off the pattern', { slug: '' }, '/slug', 'pattern'],
    ['title: nothing', { title: null }, '/title', 'required'],
    ['title: a number', { title: 7 }, '/title', 'type'],
    ['title: half a character', { title: '\ud800' }, '/title', 'invalid-character'],
    ['title: too short', { title: 'x'.repeat(0) }, '/title', 'min-length'],
    ['title: too long', { title: 'x'.repeat(81) }, '/title', 'max-length'],
    ['parent id: something else', { parentId: 'not-a-uuid' }, '/parentId', 'format'],
    ['position: nothing', { position: null }, '/position', 'required'],
    ['position: a fraction', { position: 1.5 }, '/position', 'type'],
    ['position: too little', { position: -1 }, '/position', 'min'],
    ['position: too much', { position: 10001 }, '/position', 'max'],
  ])('refuses %s', (_, input, pointer, code) => {
    const created = Category.create({ ...example, ...input }, { id, now });
    expect(created.ok ? [] : created.error).toContainEqual(
      expect.objectContaining({ pointer, code }),
    );
  });

  test('refuses what it does not know', () => {
    const misspelt = { ...example, 'no such': 1 };
    expect(Category.create(misspelt, { id, now })).toMatchObject({
      error: [{ pointer: '/no such', code: 'unknown-field' }],
    });
  });
});

describe('a stored category', () => {
  test('comes back as it was, without telling anything', () => {
    const category = storedCategory();
    expect(category.snapshot()).toEqual(categorySnapshot);
    expect(category.pullEvents()).toEqual([]);
  });

  test('changes what it is told to, and nothing else', () => {
    const category = storedCategory();
    expect(category.change({ title: 'titl0' }, later).ok).toBe(true);
    const changed = { ...categorySnapshot, title: 'titl0', version: 2, updatedAt: later } as const;
    expect(category.snapshot()).toEqual(changed);
    expect(category.pullEvents()).toMatchObject([
      { name: 'CategoryChanged', version: 2, data: changed },
    ]);
  });

  test('keeps what is immutable', () => {
    const category = storedCategory();
    expect(category.change({ slug: 'a' }, later)).toMatchObject({
      error: [{ pointer: '/slug', code: 'immutable' }],
    });
    expect(category.snapshot()).toEqual(categorySnapshot);
    expect(category.pullEvents()).toEqual([]);
  });

  test('tells that it was removed', () => {
    const category = storedCategory();
    category.remove(later);
    expect(category.pullEvents()).toMatchObject([
      { name: 'CategoryRemoved', version: 2, occurredAt: later },
    ]);
  });
});
