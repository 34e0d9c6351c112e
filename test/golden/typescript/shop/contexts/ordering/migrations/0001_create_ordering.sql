CREATE TABLE "ordering"."orders" (
  "id" uuid NOT NULL,
  "product_id" uuid NOT NULL,
  "quantity" bigint NOT NULL,
  "total_amount" numeric NOT NULL,
  "total_currency" char(3) NOT NULL,
  "customer_email" text NOT NULL,
  "channel" text NOT NULL,
  "deliver_by" date,
  "gift" boolean NOT NULL,
  "note" text,
  "status" text NOT NULL,
  "version" bigint NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  CONSTRAINT "orders_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "orders_quantity_check" CHECK (("quantity" >= 1) AND ("quantity" <= 1000)),
  CONSTRAINT "orders_total_check" CHECK (("total_amount" >= 0.01) AND ("total_currency" ~ '^[A-Z]{3}$')),
  CONSTRAINT "orders_customer_email_check" CHECK (char_length("customer_email") <= 254),
  CONSTRAINT "orders_channel_check" CHECK ("channel" IN ('web', 'app', 'phone')),
  CONSTRAINT "orders_note_check" CHECK (char_length("note") <= 2000),
  CONSTRAINT "orders_status_check" CHECK ("status" IN ('draft', 'placed', 'confirmed', 'shipped', 'delivered', 'cancelled'))
);
CREATE INDEX "orders_created_at_idx" ON "ordering"."orders" ("created_at" DESC, "id" DESC);
CREATE INDEX "orders_product_id_idx" ON "ordering"."orders" ("product_id");

CREATE TABLE "ordering"."returns" (
  "id" uuid NOT NULL,
  "order_id" uuid NOT NULL,
  "reason" text NOT NULL,
  "comment" text,
  "received_at" timestamptz(3),
  "status" text NOT NULL,
  "version" bigint NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  CONSTRAINT "returns_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "returns_reason_check" CHECK ("reason" IN ('damaged', 'wrong-item', 'changed-mind')),
  CONSTRAINT "returns_comment_check" CHECK (char_length("comment") <= 2000),
  CONSTRAINT "returns_status_check" CHECK ("status" IN ('announced', 'received', 'accepted', 'refused', 'withdrawn'))
);
CREATE INDEX "returns_created_at_idx" ON "ordering"."returns" ("created_at" DESC, "id" DESC);

CREATE TABLE "ordering"."known_products" (
  "id" uuid NOT NULL,
  "sku" text NOT NULL,
  "title" text NOT NULL,
  "price_amount" numeric NOT NULL,
  "price_currency" char(3) NOT NULL,
  "version" bigint NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  CONSTRAINT "known_products_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "known_products_created_at_idx" ON "ordering"."known_products" ("created_at" DESC, "id" DESC);

