// What is asked of preset shop: products, read, listed and created.
const PRODUCTS = 2000;

/** Each operation as a path and a script of wrk. */
export function operations(id, token) {
  const head = `wrk.headers["Authorization"] = "Bearer ${token}"\n`;
  return {
    read: { path: `/v1/catalog/products/${id}`, lua: head },
    list: { path: '/v1/catalog/products?limit=20', lua: head },
    create: {
      path: '/v1/catalog/products',
      lua: `${head}wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local n = 0
local salt = os.time() .. "-" .. math.random(1000000)
math.randomseed(os.time())
request = function()
  n = n + 1
  local sku = string.format("%X-%X-%X", os.time(), math.random(2147483647), n)
  return wrk.format(nil, nil, nil, '{"sku":"' .. sku .. '","title":"A product","price":{"amount":"12.30","currency":"EUR"}}')
end
`,
    },
  };
}

/** Creates products and returns the id of one. */
export async function seed(url, token) {
  let id = '';
  for (let from = 0; from < PRODUCTS; from += 50) {
    const answersOf = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        fetch(`${url}/v1/catalog/products`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({
            sku: `SEED-${from + index}`,
            title: `Product ${from + index}`,
            price: { amount: '12.30', currency: 'EUR' },
          }),
        }),
      ),
    );
    const failed = answersOf.find((answer) => answer.status !== 201);
    if (failed) throw new Error(`Seeding answered ${failed.status}: ${await failed.text()}`);
    ({ id } = await answersOf[0].json());
  }
  return id;
}
