CREATE TABLE "payments"."payments" (
  "id" uuid NOT NULL,
  "order_id" uuid NOT NULL,
  "amount_amount" numeric NOT NULL,
  "amount_currency" char(3) NOT NULL,
  "payer_email" text NOT NULL,
  "status" text NOT NULL,
  "version" bigint NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  CONSTRAINT "payments_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "payments_order_id_key" UNIQUE ("order_id"),
  CONSTRAINT "payments_amount_check" CHECK (("amount_amount" >= 0.01) AND ("amount_currency" ~ '^[A-Z]{3}$')),
  CONSTRAINT "payments_payer_email_check" CHECK (char_length("payer_email") <= 254),
  CONSTRAINT "payments_status_check" CHECK ("status" IN ('requested', 'captured', 'declined', 'cancelled', 'refund-pending', 'refund-failed', 'refunded'))
);
CREATE INDEX "payments_created_at_idx" ON "payments"."payments" ("created_at" DESC, "id" DESC);

CREATE TABLE "payments"."disputes" (
  "id" uuid NOT NULL,
  "payment_id" uuid NOT NULL,
  "case_number" text NOT NULL,
  "amount_amount" numeric NOT NULL,
  "amount_currency" char(3) NOT NULL,
  "respond_by" date NOT NULL,
  "status" text NOT NULL,
  "version" bigint NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  CONSTRAINT "disputes_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "disputes_case_number_key" UNIQUE ("case_number"),
  CONSTRAINT "disputes_case_number_check" CHECK ((char_length("case_number") >= 4) AND (char_length("case_number") <= 40)),
  CONSTRAINT "disputes_amount_check" CHECK (("amount_amount" >= 0.01) AND ("amount_currency" ~ '^[A-Z]{3}$')),
  CONSTRAINT "disputes_status_check" CHECK ("status" IN ('opened', 'contested', 'won', 'lost'))
);
CREATE INDEX "disputes_created_at_idx" ON "payments"."disputes" ("created_at" DESC, "id" DESC);

