-- Who is signed in by a browser. Neither the cookie nor a token can be read here: of the cookie there
-- is the SHA-256, and tokens are sealed with a key that the database never sees.

CREATE TABLE "_security"."sessions" (
  -- SHA-256 of the cookie.
  "id" text PRIMARY KEY,
  "subject" text NOT NULL,
  "client_id" text NOT NULL,
  "tenant" text,
  -- What the provider's back-channel logout names.
  "provider_subject" text NOT NULL,
  "provider_session" text,
  "tokens" text NOT NULL,
  -- Counts the tokens' renewals.
  "revision" integer NOT NULL DEFAULT 0,
  "access_expires_at" timestamptz(3) NOT NULL,
  "started_at" timestamptz(3) NOT NULL DEFAULT now(),
  "last_seen_at" timestamptz(3) NOT NULL DEFAULT now(),
  "ends_at" timestamptz(3) NOT NULL,
  -- Who is renewing the tokens, and until when the others wait for it.
  "renewed_by" text,
  "renewed_until" timestamptz(3)
);
CREATE INDEX "sessions_provider_session_idx" ON "_security"."sessions" ("provider_session");
CREATE INDEX "sessions_provider_subject_idx" ON "_security"."sessions" ("provider_subject");
CREATE INDEX "sessions_last_seen_at_idx" ON "_security"."sessions" ("last_seen_at");
CREATE INDEX "sessions_ends_at_idx" ON "_security"."sessions" ("ends_at");

-- Sign-ins under way, each good for one callback.
CREATE TABLE "_security"."logins" (
  -- SHA-256 of the state.
  "id" text PRIMARY KEY,
  -- SHA-256 of the cookie of the browser that began it.
  "browser" text NOT NULL,
  -- PKCE verifier, nonce and where to go afterwards.
  "sealed" text NOT NULL,
  "expires_at" timestamptz(3) NOT NULL
);
CREATE INDEX "logins_expires_at_idx" ON "_security"."logins" ("expires_at");

-- Logout tokens of the provider that were obeyed, as each counts once.
CREATE TABLE "_security"."logout_tokens" (
  -- SHA-256 of the jti.
  "id" text PRIMARY KEY,
  "expires_at" timestamptz(3) NOT NULL
);
CREATE INDEX "logout_tokens_expires_at_idx" ON "_security"."logout_tokens" ("expires_at");
