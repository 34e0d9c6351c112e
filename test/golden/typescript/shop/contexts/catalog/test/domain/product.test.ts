import { describe, expect, test } from 'bun:test';

import { Product } from '../../src/domain/product/product.ts';
import { productExamples, productSnapshot, storedProduct } from '../examples/product.ts';

const [example] = productExamples;
const { id, createdAt: now } = productSnapshot;
const later = new Date(now.getTime() + 1000);

describe('a new product', () => {
  test('is what was asked for', () => {
    const created = Product.create(example, { id, now });
    expect(created.ok ? created.value.snapshot() : created.error).toEqual(productSnapshot);
  });

  test('tells that it was created, once', () => {
    const created = Product.create(example, { id, now });
    expect(created.ok ? created.value.pullEvents() : created.error).toEqual([
      {
        name: 'ProductCreated',
        aggregate: 'Product',
        aggregateId: id,
        version: 1,
        occurredAt: now,
        data: productSnapshot,
      },
    ]);
    expect(created.ok ? created.value.pullEvents() : created.error).toEqual([]);
  });

  test('may leave out what is optional', () => {
    const created = Product.create(
      {
        ...example,
        categoryId: null,
        weightKg: null,
        imageUrl: null,
        attributes: null,
        note: null,
      },
      { id, now },
    );
    expect(created.ok ? created.value.snapshot() : created.error).toMatchObject({
      categoryId: null,
      weightKg: null,
      imageUrl: null,
      attributes: null,
      note: null,
    });
  });

  test.each<[string, object, string, string]>([
    ['sku: nothing', { sku: null }, '/sku', 'required'],
    ['sku: a number', { sku: 7 }, '/sku', 'type'],
    ['sku: half a character', { sku: '\ud800' }, '/sku', 'invalid-character'],
    ['sku: too short', { sku: 'x'.repeat(2) }, '/sku', 'min-length'],
    ['sku: too long', { sku: 'x'.repeat(41) }, '/sku', 'max-length'],
    ['sku: off the pattern', { sku: '' }, '/sku', 'pattern'],
    ['title: nothing', { title: null }, '/title', 'required'],
    ['title: a number', { title: 7 }, '/title', 'type'],
    ['title: half a character', { title: '\ud800' }, '/title', 'invalid-character'],
    ['title: too short', { title: 'x'.repeat(0) }, '/title', 'min-length'],
    ['title: too long', { title: 'x'.repeat(121) }, '/title', 'max-length'],
    ['category id: something else', { categoryId: 'not-a-uuid' }, '/categoryId', 'format'],
    ['price: nothing', { price: null }, '/price', 'required'],
    ['price: a number', { price: 1.5 }, '/price', 'type'],
    [
      'price: a currency nobody uses',
      { price: { amount: '12.30', currency: 'XXX' } },
      '/price/currency',
      'currency',
    ],
    [
      'price: a fraction of a cent',
      { price: { amount: '12.301', currency: 'EUR' } },
      '/price/amount',
      'scale',
    ],
    ['price: too little', { price: { amount: '-0.01', currency: 'EUR' } }, '/price/amount', 'min'],
    ['weight kg: a number', { weightKg: 1.5 }, '/weightKg', 'type'],
    ['weight kg: an exponent', { weightKg: '1e3' }, '/weightKg', 'format'],
    ['weight kg: too little', { weightKg: '0.000' }, '/weightKg', 'min'],
    ['weight kg: too much', { weightKg: '1001' }, '/weightKg', 'max'],
    ['image url: half a character', { imageUrl: '\ud800' }, '/imageUrl', 'invalid-character'],
    ['image url: too long', { imageUrl: 'x'.repeat(2049) }, '/imageUrl', 'max-length'],
    ['image url: off the format', { imageUrl: 'ftp://example.com/' }, '/imageUrl', 'format'],
    [
      'attributes: a character that cannot be stored',
      { attributes: { text: '\u0000' } },
      '/attributes',
      'invalid-character',
    ],
    ['note: a number', { note: 7 }, '/note', 'type'],
    ['note: half a character', { note: '\ud800' }, '/note', 'invalid-character'],
    ['note: too long', { note: 'x'.repeat(65537) }, '/note', 'max-length'],
  ])('refuses %s', (_, input, pointer, code) => {
    const created = Product.create({ ...example, ...input }, { id, now });
    expect(created.ok ? [] : created.error).toContainEqual(
      expect.objectContaining({ pointer, code }),
    );
  });

  test('refuses what it does not know', () => {
    const misspelt = { ...example, 'no such': 1 };
    expect(Product.create(misspelt, { id, now })).toMatchObject({
      error: [{ pointer: '/no such', code: 'unknown-field' }],
    });
  });
});

describe('a stored product', () => {
  test('comes back as it was, without telling anything', () => {
    const product = storedProduct();
    expect(product.snapshot()).toEqual(productSnapshot);
    expect(product.pullEvents()).toEqual([]);
  });

  test('changes what it is told to, and nothing else', () => {
    const product = storedProduct();
    expect(product.change({ title: 'titl0' }, later).ok).toBe(true);
    const changed = { ...productSnapshot, title: 'titl0', version: 2, updatedAt: later } as const;
    expect(product.snapshot()).toEqual(changed);
    expect(product.pullEvents()).toMatchObject([
      { name: 'ProductChanged', version: 2, data: changed },
    ]);
  });

  test('keeps what is immutable', () => {
    const product = storedProduct();
    expect(product.change({ sku: 'AAA' }, later)).toMatchObject({
      error: [{ pointer: '/sku', code: 'immutable' }],
    });
    expect(product.snapshot()).toEqual(productSnapshot);
    expect(product.pullEvents()).toEqual([]);
  });

  test.each(['draft', 'withdrawn'] as const)('publish: from %p', (status) => {
    const product = storedProduct({ ...productSnapshot, status });
    expect(product.publish(later).ok).toBe(true);
    expect(product.snapshot()).toMatchObject({ status: 'published', version: 2, updatedAt: later });
    expect(product.pullEvents()).toMatchObject([{ name: 'ProductPublished', version: 2 }]);
  });

  test.each(['published', 'discontinued'] as const)('publish: not from %p', (status) => {
    const product = storedProduct({ ...productSnapshot, status });
    expect(product.publish(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'publish', status },
    });
    expect(product.snapshot()).toEqual({ ...productSnapshot, status });
  });

  test.each(['published'] as const)('withdraw: from %p', (status) => {
    const product = storedProduct({ ...productSnapshot, status });
    expect(product.withdraw(later).ok).toBe(true);
    expect(product.snapshot()).toMatchObject({ status: 'withdrawn', version: 2, updatedAt: later });
    expect(product.pullEvents()).toMatchObject([{ name: 'ProductWithdrawn', version: 2 }]);
  });

  test.each(['draft', 'withdrawn', 'discontinued'] as const)('withdraw: not from %p', (status) => {
    const product = storedProduct({ ...productSnapshot, status });
    expect(product.withdraw(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'withdraw', status },
    });
    expect(product.snapshot()).toEqual({ ...productSnapshot, status });
  });

  test.each(['draft', 'published', 'withdrawn'] as const)('discontinue: from %p', (status) => {
    const product = storedProduct({ ...productSnapshot, status });
    expect(product.discontinue(later).ok).toBe(true);
    expect(product.snapshot()).toMatchObject({
      status: 'discontinued',
      version: 2,
      updatedAt: later,
    });
    expect(product.pullEvents()).toMatchObject([{ name: 'ProductDiscontinued', version: 2 }]);
  });

  test.each(['discontinued'] as const)('discontinue: not from %p', (status) => {
    const product = storedProduct({ ...productSnapshot, status });
    expect(product.discontinue(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'discontinue', status },
    });
    expect(product.snapshot()).toEqual({ ...productSnapshot, status });
  });

  test('tells that it was removed', () => {
    const product = storedProduct();
    product.remove(later);
    expect(product.pullEvents()).toMatchObject([
      { name: 'ProductRemoved', version: 2, occurredAt: later },
    ]);
  });
});
