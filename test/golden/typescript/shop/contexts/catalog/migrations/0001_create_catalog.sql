CREATE TABLE "catalog"."categories" (
  "id" uuid NOT NULL,
  "slug" text NOT NULL,
  "title" text NOT NULL,
  "parent_id" uuid,
  "position" bigint NOT NULL,
  "version" bigint NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  CONSTRAINT "categories_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "categories_slug_key" UNIQUE ("slug"),
  CONSTRAINT "categories_slug_check" CHECK ((char_length("slug") >= 1) AND (char_length("slug") <= 60)),
  CONSTRAINT "categories_title_check" CHECK ((char_length("title") >= 1) AND (char_length("title") <= 80)),
  CONSTRAINT "categories_position_check" CHECK (("position" >= 0) AND ("position" <= 10000))
);
CREATE INDEX "categories_created_at_idx" ON "catalog"."categories" ("created_at" DESC, "id" DESC);

CREATE TABLE "catalog"."products" (
  "id" uuid NOT NULL,
  "sku" text NOT NULL,
  "title" text NOT NULL,
  "category_id" uuid,
  "price_amount" numeric NOT NULL,
  "price_currency" char(3) NOT NULL,
  "weight_kg" numeric,
  "image_url" text,
  "attributes" jsonb,
  "note" text,
  "status" text NOT NULL,
  "version" bigint NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  CONSTRAINT "products_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "products_sku_key" UNIQUE ("sku"),
  CONSTRAINT "products_sku_check" CHECK ((char_length("sku") >= 3) AND (char_length("sku") <= 40)),
  CONSTRAINT "products_title_check" CHECK ((char_length("title") >= 1) AND (char_length("title") <= 120)),
  CONSTRAINT "products_price_check" CHECK (("price_amount" >= 0) AND ("price_currency" ~ '^[A-Z]{3}$')),
  CONSTRAINT "products_weight_kg_check" CHECK (("weight_kg" >= 0.001) AND ("weight_kg" <= 1000)),
  CONSTRAINT "products_image_url_check" CHECK (char_length("image_url") <= 2048),
  CONSTRAINT "products_note_check" CHECK (char_length("note") <= 65536),
  CONSTRAINT "products_status_check" CHECK ("status" IN ('draft', 'withdrawn', 'published', 'discontinued'))
);
CREATE INDEX "products_created_at_idx" ON "catalog"."products" ("created_at" DESC, "id" DESC);

CREATE TABLE "catalog"."allocations" (
  "id" uuid NOT NULL,
  "order_id" uuid NOT NULL,
  "product_id" uuid NOT NULL,
  "quantity" bigint NOT NULL,
  "status" text NOT NULL,
  "version" bigint NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  CONSTRAINT "allocations_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "allocations_order_id_key" UNIQUE ("order_id"),
  CONSTRAINT "allocations_quantity_check" CHECK (("quantity" >= 1) AND ("quantity" <= 1000)),
  CONSTRAINT "allocations_status_check" CHECK ("status" IN ('requested', 'confirmed', 'rejected', 'released'))
);
CREATE INDEX "allocations_created_at_idx" ON "catalog"."allocations" ("created_at" DESC, "id" DESC);

