import { afterAll, describe } from 'bun:test';
import {
  contractBetween,
  date,
  eachLike,
  entityTag,
  fromState,
  id,
  integer,
  like,
  money,
  oneOf,
  regex,
  time,
} from '@packages/contract-testing';

/** What the web front end relies on. Its own repository publishes this once it has one. */
const contract = contractBetween({ consumer: 'web', provider: 'api' });

afterAll(contract.settle);

describe('categories in catalog', () => {
  const document = {
    id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    version: integer(1),
    slug: like('a'),
    title: like('title'),
    position: integer(3),
    createdAt: time('2026-01-15T09:30:00.000Z'),
    updatedAt: time('2026-01-15T09:30:00.000Z'),
  };

  contract.expects('a request to create one of the categories in catalog', {
    given: 'there are no categories in catalog',
    request: {
      method: 'POST',
      path: '/v1/catalog/categories',
      body: { slug: 'a', title: 'title', position: 3 },
    },
    response: {
      status: 201,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
        Location: regex(
          '/v1/catalog/categories/[0-9a-f-]{36}$',
          '/v1/catalog/categories/01890a5d-ac96-774b-bcce-b302099a8057',
        ),
      },
      body: document,
    },
  });

  contract.expects('a request for the categories in catalog', {
    given: 'there is a category among the categories in catalog',
    request: { method: 'GET', path: '/v1/catalog/categories' },
    response: {
      status: 200,
      headers: { 'Content-Type': regex('^application/json', 'application/json') },
      body: { items: eachLike(document), nextCursor: null },
    },
  });

  contract.expects('a request for one of the categories in catalog', {
    given: 'there is a category among the categories in catalog',
    request: {
      method: 'GET',
      path: fromState(
        '/v1/catalog/categories/${id}',
        '/v1/catalog/categories/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: document,
    },
  });

  contract.expects('a request for one of the categories in catalog that is not there', {
    given: 'there are no categories in catalog',
    request: { method: 'GET', path: '/v1/catalog/categories/01890a5d-ac96-774b-bcce-b302099a8057' },
    response: {
      status: 404,
      headers: { 'Content-Type': regex('^application/problem\\+json', 'application/problem+json') },
      body: { status: 404, code: 'not-found', title: like('Not found') },
    },
  });

  contract.expects('a request to change one of the categories in catalog', {
    given: 'there is a category among the categories in catalog',
    request: {
      method: 'PATCH',
      path: fromState(
        '/v1/catalog/categories/${id}',
        '/v1/catalog/categories/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
      headers: { 'If-Match': '*' },
      body: { title: 'title' },
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: document,
    },
  });

  contract.expects('a request to remove one of the categories in catalog', {
    given: 'there is a category among the categories in catalog',
    request: {
      method: 'DELETE',
      path: fromState(
        '/v1/catalog/categories/${id}',
        '/v1/catalog/categories/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
      headers: { 'If-Match': '*' },
    },
    response: { status: 204 },
  });
});

describe('products in catalog', () => {
  const document = {
    id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    version: integer(1),
    sku: like('AAA'),
    title: like('title'),
    price: money('12.30', 'EUR'),
    status: oneOf(['draft', 'withdrawn', 'published', 'discontinued'], 'draft'),
    createdAt: time('2026-01-15T09:30:00.000Z'),
    updatedAt: time('2026-01-15T09:30:00.000Z'),
  };

  contract.expects('a request to create one of the products in catalog', {
    given: 'there are no products in catalog',
    request: {
      method: 'POST',
      path: '/v1/catalog/products',
      body: { sku: 'AAA', title: 'title', price: { amount: '12.30', currency: 'EUR' } },
    },
    response: {
      status: 201,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
        Location: regex(
          '/v1/catalog/products/[0-9a-f-]{36}$',
          '/v1/catalog/products/01890a5d-ac96-774b-bcce-b302099a8057',
        ),
      },
      body: document,
    },
  });

  contract.expects('a request for the products in catalog', {
    given: 'there is a product among the products in catalog',
    request: { method: 'GET', path: '/v1/catalog/products' },
    response: {
      status: 200,
      headers: { 'Content-Type': regex('^application/json', 'application/json') },
      body: { items: eachLike(document), nextCursor: null },
    },
  });

  contract.expects('a request for one of the products in catalog', {
    given: 'there is a product among the products in catalog',
    request: {
      method: 'GET',
      path: fromState(
        '/v1/catalog/products/${id}',
        '/v1/catalog/products/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: document,
    },
  });

  contract.expects('a request for one of the products in catalog that is not there', {
    given: 'there are no products in catalog',
    request: { method: 'GET', path: '/v1/catalog/products/01890a5d-ac96-774b-bcce-b302099a8057' },
    response: {
      status: 404,
      headers: { 'Content-Type': regex('^application/problem\\+json', 'application/problem+json') },
      body: { status: 404, code: 'not-found', title: like('Not found') },
    },
  });

  contract.expects('a request to change one of the products in catalog', {
    given: 'there is a product among the products in catalog',
    request: {
      method: 'PATCH',
      path: fromState(
        '/v1/catalog/products/${id}',
        '/v1/catalog/products/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
      headers: { 'If-Match': '*' },
      body: { title: 'title' },
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: document,
    },
  });

  contract.expects('a request to publish one of the products in catalog', {
    given: 'there is a product among the products in catalog',
    request: {
      method: 'POST',
      path: fromState(
        '/v1/catalog/products/${id}/publish',
        '/v1/catalog/products/01890a5d-ac96-774b-bcce-b302099a8057/publish',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: {
        id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        version: integer(1),
        sku: like('AAA'),
        title: like('title'),
        price: money('12.30', 'EUR'),
        status: 'published',
        createdAt: time('2026-01-15T09:30:00.000Z'),
        updatedAt: time('2026-01-15T09:30:00.000Z'),
      },
    },
  });

  contract.expects('a request to discontinue one of the products in catalog', {
    given: 'there is a product among the products in catalog',
    request: {
      method: 'POST',
      path: fromState(
        '/v1/catalog/products/${id}/discontinue',
        '/v1/catalog/products/01890a5d-ac96-774b-bcce-b302099a8057/discontinue',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: {
        id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        version: integer(1),
        sku: like('AAA'),
        title: like('title'),
        price: money('12.30', 'EUR'),
        status: 'discontinued',
        createdAt: time('2026-01-15T09:30:00.000Z'),
        updatedAt: time('2026-01-15T09:30:00.000Z'),
      },
    },
  });

  contract.expects('a request to remove one of the products in catalog', {
    given: 'there is a product among the products in catalog',
    request: {
      method: 'DELETE',
      path: fromState(
        '/v1/catalog/products/${id}',
        '/v1/catalog/products/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
      headers: { 'If-Match': '*' },
    },
    response: { status: 204 },
  });
});

describe('allocations in catalog', () => {
  const document = {
    id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    version: integer(1),
    orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    productId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    quantity: integer(3),
    status: oneOf(['requested', 'confirmed', 'rejected', 'released'], 'requested'),
    createdAt: time('2026-01-15T09:30:00.000Z'),
    updatedAt: time('2026-01-15T09:30:00.000Z'),
  };

  contract.expects('a request to create one of the allocations in catalog', {
    given: 'there are no allocations in catalog',
    request: {
      method: 'POST',
      path: '/v1/catalog/allocations',
      body: {
        orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
        productId: '01890a5d-ac96-774b-bcce-b302099a8057',
        quantity: 3,
      },
    },
    response: {
      status: 201,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
        Location: regex(
          '/v1/catalog/allocations/[0-9a-f-]{36}$',
          '/v1/catalog/allocations/01890a5d-ac96-774b-bcce-b302099a8057',
        ),
      },
      body: document,
    },
  });

  contract.expects('a request for the allocations in catalog', {
    given: 'there is an allocation among the allocations in catalog',
    request: { method: 'GET', path: '/v1/catalog/allocations' },
    response: {
      status: 200,
      headers: { 'Content-Type': regex('^application/json', 'application/json') },
      body: { items: eachLike(document), nextCursor: null },
    },
  });

  contract.expects('a request for one of the allocations in catalog', {
    given: 'there is an allocation among the allocations in catalog',
    request: {
      method: 'GET',
      path: fromState(
        '/v1/catalog/allocations/${id}',
        '/v1/catalog/allocations/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: document,
    },
  });

  contract.expects('a request for one of the allocations in catalog that is not there', {
    given: 'there are no allocations in catalog',
    request: {
      method: 'GET',
      path: '/v1/catalog/allocations/01890a5d-ac96-774b-bcce-b302099a8057',
    },
    response: {
      status: 404,
      headers: { 'Content-Type': regex('^application/problem\\+json', 'application/problem+json') },
      body: { status: 404, code: 'not-found', title: like('Not found') },
    },
  });

  contract.expects('a request to confirm one of the allocations in catalog', {
    given: 'there is an allocation among the allocations in catalog',
    request: {
      method: 'POST',
      path: fromState(
        '/v1/catalog/allocations/${id}/confirm',
        '/v1/catalog/allocations/01890a5d-ac96-774b-bcce-b302099a8057/confirm',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: {
        id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        version: integer(1),
        orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        productId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        quantity: integer(3),
        status: 'confirmed',
        createdAt: time('2026-01-15T09:30:00.000Z'),
        updatedAt: time('2026-01-15T09:30:00.000Z'),
      },
    },
  });

  contract.expects('a request to reject one of the allocations in catalog', {
    given: 'there is an allocation among the allocations in catalog',
    request: {
      method: 'POST',
      path: fromState(
        '/v1/catalog/allocations/${id}/reject',
        '/v1/catalog/allocations/01890a5d-ac96-774b-bcce-b302099a8057/reject',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: {
        id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        version: integer(1),
        orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        productId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        quantity: integer(3),
        status: 'rejected',
        createdAt: time('2026-01-15T09:30:00.000Z'),
        updatedAt: time('2026-01-15T09:30:00.000Z'),
      },
    },
  });

  contract.expects('a request to release one of the allocations in catalog', {
    given: 'there is an allocation among the allocations in catalog',
    request: {
      method: 'POST',
      path: fromState(
        '/v1/catalog/allocations/${id}/release',
        '/v1/catalog/allocations/01890a5d-ac96-774b-bcce-b302099a8057/release',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: {
        id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        version: integer(1),
        orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        productId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        quantity: integer(3),
        status: 'released',
        createdAt: time('2026-01-15T09:30:00.000Z'),
        updatedAt: time('2026-01-15T09:30:00.000Z'),
      },
    },
  });

  contract.expects('a request to remove one of the allocations in catalog', {
    given: 'there is an allocation among the allocations in catalog',
    request: {
      method: 'DELETE',
      path: fromState(
        '/v1/catalog/allocations/${id}',
        '/v1/catalog/allocations/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
      headers: { 'If-Match': '*' },
    },
    response: { status: 204 },
  });
});

describe('orders in ordering', () => {
  const document = {
    id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    version: integer(1),
    productId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    quantity: integer(3),
    total: money('12.30', 'EUR'),
    customerEmail: like('jane@example.com'),
    channel: oneOf(['web', 'app', 'phone'], 'web'),
    gift: like(true),
    status: oneOf(['draft', 'placed', 'confirmed', 'shipped', 'delivered', 'cancelled'], 'draft'),
    createdAt: time('2026-01-15T09:30:00.000Z'),
    updatedAt: time('2026-01-15T09:30:00.000Z'),
  };

  contract.expects('a request to create one of the orders in ordering', {
    given: 'there are no orders in ordering',
    request: {
      method: 'POST',
      path: '/v1/ordering/orders',
      body: {
        productId: '01890a5d-ac96-774b-bcce-b302099a8057',
        quantity: 3,
        total: { amount: '12.30', currency: 'EUR' },
        customerEmail: 'jane@example.com',
        channel: 'web',
        gift: true,
      },
    },
    response: {
      status: 201,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
        Location: regex(
          '/v1/ordering/orders/[0-9a-f-]{36}$',
          '/v1/ordering/orders/01890a5d-ac96-774b-bcce-b302099a8057',
        ),
      },
      body: document,
    },
  });

  contract.expects('a request for the orders in ordering', {
    given: 'there is an order among the orders in ordering',
    request: { method: 'GET', path: '/v1/ordering/orders' },
    response: {
      status: 200,
      headers: { 'Content-Type': regex('^application/json', 'application/json') },
      body: { items: eachLike(document), nextCursor: null },
    },
  });

  contract.expects('a request for one of the orders in ordering', {
    given: 'there is an order among the orders in ordering',
    request: {
      method: 'GET',
      path: fromState(
        '/v1/ordering/orders/${id}',
        '/v1/ordering/orders/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: document,
    },
  });

  contract.expects('a request for one of the orders in ordering that is not there', {
    given: 'there are no orders in ordering',
    request: { method: 'GET', path: '/v1/ordering/orders/01890a5d-ac96-774b-bcce-b302099a8057' },
    response: {
      status: 404,
      headers: { 'Content-Type': regex('^application/problem\\+json', 'application/problem+json') },
      body: { status: 404, code: 'not-found', title: like('Not found') },
    },
  });

  contract.expects('a request to change one of the orders in ordering', {
    given: 'there is an order among the orders in ordering',
    request: {
      method: 'PATCH',
      path: fromState(
        '/v1/ordering/orders/${id}',
        '/v1/ordering/orders/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
      headers: { 'If-Match': '*' },
      body: { quantity: 3 },
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: document,
    },
  });

  contract.expects('a request to place one of the orders in ordering', {
    given: 'there is an order among the orders in ordering',
    request: {
      method: 'POST',
      path: fromState(
        '/v1/ordering/orders/${id}/place',
        '/v1/ordering/orders/01890a5d-ac96-774b-bcce-b302099a8057/place',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: {
        id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        version: integer(1),
        productId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        quantity: integer(3),
        total: money('12.30', 'EUR'),
        customerEmail: like('jane@example.com'),
        channel: oneOf(['web', 'app', 'phone'], 'web'),
        gift: like(true),
        status: 'placed',
        createdAt: time('2026-01-15T09:30:00.000Z'),
        updatedAt: time('2026-01-15T09:30:00.000Z'),
      },
    },
  });

  contract.expects('a request to cancel one of the orders in ordering', {
    given: 'there is an order among the orders in ordering',
    request: {
      method: 'POST',
      path: fromState(
        '/v1/ordering/orders/${id}/cancel',
        '/v1/ordering/orders/01890a5d-ac96-774b-bcce-b302099a8057/cancel',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: {
        id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        version: integer(1),
        productId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        quantity: integer(3),
        total: money('12.30', 'EUR'),
        customerEmail: like('jane@example.com'),
        channel: oneOf(['web', 'app', 'phone'], 'web'),
        gift: like(true),
        status: 'cancelled',
        createdAt: time('2026-01-15T09:30:00.000Z'),
        updatedAt: time('2026-01-15T09:30:00.000Z'),
      },
    },
  });

  contract.expects('a request to remove one of the orders in ordering', {
    given: 'there is an order among the orders in ordering',
    request: {
      method: 'DELETE',
      path: fromState(
        '/v1/ordering/orders/${id}',
        '/v1/ordering/orders/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
      headers: { 'If-Match': '*' },
    },
    response: { status: 204 },
  });
});

describe('returns in ordering', () => {
  const document = {
    id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    version: integer(1),
    orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    reason: oneOf(['damaged', 'wrong-item', 'changed-mind'], 'damaged'),
    status: oneOf(['announced', 'received', 'accepted', 'refused', 'withdrawn'], 'announced'),
    createdAt: time('2026-01-15T09:30:00.000Z'),
    updatedAt: time('2026-01-15T09:30:00.000Z'),
  };

  contract.expects('a request to create one of the returns in ordering', {
    given: 'there are no returns in ordering',
    request: {
      method: 'POST',
      path: '/v1/ordering/returns',
      body: { orderId: '01890a5d-ac96-774b-bcce-b302099a8057', reason: 'damaged' },
    },
    response: {
      status: 201,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
        Location: regex(
          '/v1/ordering/returns/[0-9a-f-]{36}$',
          '/v1/ordering/returns/01890a5d-ac96-774b-bcce-b302099a8057',
        ),
      },
      body: document,
    },
  });

  contract.expects('a request for the returns in ordering', {
    given: 'there is a return among the returns in ordering',
    request: { method: 'GET', path: '/v1/ordering/returns' },
    response: {
      status: 200,
      headers: { 'Content-Type': regex('^application/json', 'application/json') },
      body: { items: eachLike(document), nextCursor: null },
    },
  });

  contract.expects('a request for one of the returns in ordering', {
    given: 'there is a return among the returns in ordering',
    request: {
      method: 'GET',
      path: fromState(
        '/v1/ordering/returns/${id}',
        '/v1/ordering/returns/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: document,
    },
  });

  contract.expects('a request for one of the returns in ordering that is not there', {
    given: 'there are no returns in ordering',
    request: { method: 'GET', path: '/v1/ordering/returns/01890a5d-ac96-774b-bcce-b302099a8057' },
    response: {
      status: 404,
      headers: { 'Content-Type': regex('^application/problem\\+json', 'application/problem+json') },
      body: { status: 404, code: 'not-found', title: like('Not found') },
    },
  });

  contract.expects('a request to change one of the returns in ordering', {
    given: 'there is a return among the returns in ordering',
    request: {
      method: 'PATCH',
      path: fromState(
        '/v1/ordering/returns/${id}',
        '/v1/ordering/returns/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
      headers: { 'If-Match': '*' },
      body: { reason: 'damaged' },
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: document,
    },
  });

  contract.expects('a request to receive one of the returns in ordering', {
    given: 'there is a return among the returns in ordering',
    request: {
      method: 'POST',
      path: fromState(
        '/v1/ordering/returns/${id}/receive',
        '/v1/ordering/returns/01890a5d-ac96-774b-bcce-b302099a8057/receive',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: {
        id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        version: integer(1),
        orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        reason: oneOf(['damaged', 'wrong-item', 'changed-mind'], 'damaged'),
        status: 'received',
        createdAt: time('2026-01-15T09:30:00.000Z'),
        updatedAt: time('2026-01-15T09:30:00.000Z'),
      },
    },
  });

  contract.expects('a request to withdraw one of the returns in ordering', {
    given: 'there is a return among the returns in ordering',
    request: {
      method: 'POST',
      path: fromState(
        '/v1/ordering/returns/${id}/withdraw',
        '/v1/ordering/returns/01890a5d-ac96-774b-bcce-b302099a8057/withdraw',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: {
        id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        version: integer(1),
        orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        reason: oneOf(['damaged', 'wrong-item', 'changed-mind'], 'damaged'),
        status: 'withdrawn',
        createdAt: time('2026-01-15T09:30:00.000Z'),
        updatedAt: time('2026-01-15T09:30:00.000Z'),
      },
    },
  });

  contract.expects('a request to remove one of the returns in ordering', {
    given: 'there is a return among the returns in ordering',
    request: {
      method: 'DELETE',
      path: fromState(
        '/v1/ordering/returns/${id}',
        '/v1/ordering/returns/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
      headers: { 'If-Match': '*' },
    },
    response: { status: 204 },
  });
});

describe('payments in payments', () => {
  const document = {
    id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    version: integer(1),
    orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    amount: money('12.30', 'EUR'),
    payerEmail: like('jane@example.com'),
    status: oneOf(
      [
        'requested',
        'captured',
        'declined',
        'cancelled',
        'refund-pending',
        'refund-failed',
        'refunded',
      ],
      'requested',
    ),
    createdAt: time('2026-01-15T09:30:00.000Z'),
    updatedAt: time('2026-01-15T09:30:00.000Z'),
  };

  contract.expects('a request to create one of the payments in payments', {
    given: 'there are no payments in payments',
    request: {
      method: 'POST',
      path: '/v1/payments/payments',
      body: {
        orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
        amount: { amount: '12.30', currency: 'EUR' },
        payerEmail: 'jane@example.com',
      },
    },
    response: {
      status: 201,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
        Location: regex(
          '/v1/payments/payments/[0-9a-f-]{36}$',
          '/v1/payments/payments/01890a5d-ac96-774b-bcce-b302099a8057',
        ),
      },
      body: document,
    },
  });

  contract.expects('a request for the payments in payments', {
    given: 'there is a payment among the payments in payments',
    request: { method: 'GET', path: '/v1/payments/payments' },
    response: {
      status: 200,
      headers: { 'Content-Type': regex('^application/json', 'application/json') },
      body: { items: eachLike(document), nextCursor: null },
    },
  });

  contract.expects('a request for one of the payments in payments', {
    given: 'there is a payment among the payments in payments',
    request: {
      method: 'GET',
      path: fromState(
        '/v1/payments/payments/${id}',
        '/v1/payments/payments/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: document,
    },
  });

  contract.expects('a request for one of the payments in payments that is not there', {
    given: 'there are no payments in payments',
    request: { method: 'GET', path: '/v1/payments/payments/01890a5d-ac96-774b-bcce-b302099a8057' },
    response: {
      status: 404,
      headers: { 'Content-Type': regex('^application/problem\\+json', 'application/problem+json') },
      body: { status: 404, code: 'not-found', title: like('Not found') },
    },
  });

  contract.expects('a request to remove one of the payments in payments', {
    given: 'there is a payment among the payments in payments',
    request: {
      method: 'DELETE',
      path: fromState(
        '/v1/payments/payments/${id}',
        '/v1/payments/payments/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
      headers: { 'If-Match': '*' },
    },
    response: { status: 204 },
  });
});

describe('disputes in payments', () => {
  const document = {
    id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    version: integer(1),
    paymentId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    caseNumber: like('case number'),
    amount: money('12.30', 'EUR'),
    respondBy: date('2026-01-15'),
    status: oneOf(['opened', 'contested', 'won', 'lost'], 'opened'),
    createdAt: time('2026-01-15T09:30:00.000Z'),
    updatedAt: time('2026-01-15T09:30:00.000Z'),
  };

  contract.expects('a request to create one of the disputes in payments', {
    given: 'there are no disputes in payments',
    request: {
      method: 'POST',
      path: '/v1/payments/disputes',
      body: {
        paymentId: '01890a5d-ac96-774b-bcce-b302099a8057',
        caseNumber: 'case number',
        amount: { amount: '12.30', currency: 'EUR' },
        respondBy: '2026-01-15',
      },
    },
    response: {
      status: 201,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
        Location: regex(
          '/v1/payments/disputes/[0-9a-f-]{36}$',
          '/v1/payments/disputes/01890a5d-ac96-774b-bcce-b302099a8057',
        ),
      },
      body: document,
    },
  });

  contract.expects('a request for the disputes in payments', {
    given: 'there is a dispute among the disputes in payments',
    request: { method: 'GET', path: '/v1/payments/disputes' },
    response: {
      status: 200,
      headers: { 'Content-Type': regex('^application/json', 'application/json') },
      body: { items: eachLike(document), nextCursor: null },
    },
  });

  contract.expects('a request for one of the disputes in payments', {
    given: 'there is a dispute among the disputes in payments',
    request: {
      method: 'GET',
      path: fromState(
        '/v1/payments/disputes/${id}',
        '/v1/payments/disputes/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: document,
    },
  });

  contract.expects('a request for one of the disputes in payments that is not there', {
    given: 'there are no disputes in payments',
    request: { method: 'GET', path: '/v1/payments/disputes/01890a5d-ac96-774b-bcce-b302099a8057' },
    response: {
      status: 404,
      headers: { 'Content-Type': regex('^application/problem\\+json', 'application/problem+json') },
      body: { status: 404, code: 'not-found', title: like('Not found') },
    },
  });

  contract.expects('a request to change one of the disputes in payments', {
    given: 'there is a dispute among the disputes in payments',
    request: {
      method: 'PATCH',
      path: fromState(
        '/v1/payments/disputes/${id}',
        '/v1/payments/disputes/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
      headers: { 'If-Match': '*' },
      body: { amount: { amount: '12.30', currency: 'EUR' } },
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: document,
    },
  });

  contract.expects('a request to contest one of the disputes in payments', {
    given: 'there is a dispute among the disputes in payments',
    request: {
      method: 'POST',
      path: fromState(
        '/v1/payments/disputes/${id}/contest',
        '/v1/payments/disputes/01890a5d-ac96-774b-bcce-b302099a8057/contest',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: {
        id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        version: integer(1),
        paymentId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        caseNumber: like('case number'),
        amount: money('12.30', 'EUR'),
        respondBy: date('2026-01-15'),
        status: 'contested',
        createdAt: time('2026-01-15T09:30:00.000Z'),
        updatedAt: time('2026-01-15T09:30:00.000Z'),
      },
    },
  });

  contract.expects('a request to lose one of the disputes in payments', {
    given: 'there is a dispute among the disputes in payments',
    request: {
      method: 'POST',
      path: fromState(
        '/v1/payments/disputes/${id}/lose',
        '/v1/payments/disputes/01890a5d-ac96-774b-bcce-b302099a8057/lose',
      ),
    },
    response: {
      status: 200,
      headers: {
        'Content-Type': regex('^application/json', 'application/json'),
        ETag: entityTag('"1"'),
      },
      body: {
        id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        version: integer(1),
        paymentId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
        caseNumber: like('case number'),
        amount: money('12.30', 'EUR'),
        respondBy: date('2026-01-15'),
        status: 'lost',
        createdAt: time('2026-01-15T09:30:00.000Z'),
        updatedAt: time('2026-01-15T09:30:00.000Z'),
      },
    },
  });

  contract.expects('a request to remove one of the disputes in payments', {
    given: 'there is a dispute among the disputes in payments',
    request: {
      method: 'DELETE',
      path: fromState(
        '/v1/payments/disputes/${id}',
        '/v1/payments/disputes/01890a5d-ac96-774b-bcce-b302099a8057',
      ),
      headers: { 'If-Match': '*' },
    },
    response: { status: 204 },
  });
});
