import { expect, test } from 'vitest';

import { parseBlueprint } from '../../src/advisor/index.ts';
import { eventsOfContext, eventType } from '../../src/blueprint/index.ts';
import { transitionEvent } from '../../src/blueprint/events.ts';
import { pastTense } from '../../src/blueprint/past-tense.ts';

test.each([
  ['Product', 'publish', 'published', 'ProductPublished'],
  ['Order', 'cancel', 'cancelled', 'OrderCancelled'],
  ['Notice', 'send', 'sent', 'NoticeSent'],
  ['Order', 'place', 'placed', 'OrderPlaced'],
  ['Customer', 'verify', 'verified', 'CustomerVerified'],
  ['Payment', 'capture', 'paid', 'PaymentCaptured'],
  ['Application', 'review', 'in-review', 'ApplicationReviewed'],
  ['Claim', 'pay', 'settled', 'ClaimPaid'],
  ['Order', 'ship', 'under way', 'OrderShipped'],
  ['Order', 'touch', 'touch', 'OrderTouched'],
  ['Order', 'write', '日本語', 'OrderWritten'],
  ['Order', 'open', 'opené', 'OrderOpened'],
  ['Order', 'go', 'gone', 'OrderGone'],
  ['Order', 'requestRefund', 'refund-pending', 'OrderRequestedRefund'],
])('%s.%s to %s gives %s… %s', (aggregate, transition, to, event) => {
  expect(transitionEvent(aggregate, transition, to)).toBe(event);
});

test.each(
  Object.entries({
    approve: 'approved',
    carry: 'carried',
    stop: 'stopped',
    plan: 'planned',
    submit: 'submitted',
    refer: 'referred',
    admit: 'admitted',
    visit: 'visited',
    open: 'opened',
    enter: 'entered',
    fix: 'fixed',
    play: 'played',
    agree: 'agreed',
    die: 'died',
    travel: 'travelled',
    cancel: 'cancelled',
    fail: 'failed',
    need: 'needed',
    panic: 'panicked',
    undo: 'undone',
    split: 'split',
    defer: 'deferred',
    show: 'shown',
    review: 'reviewed',
    fulfil: 'fulfilled',
    commit: 'committed',
    audit: 'audited',
    edit: 'edited',
    credit: 'credited',
    deposit: 'deposited',
    sendBack: 'sentBack',
    writeOff: 'writtenOff',
    markAsPaid: 'markedAsPaid',
    ban: 'banned',
    reset: 'reset',
    develop: 'developed',
    transfer: 'transferred',
    occur: 'occurred',
    permit: 'permitted',
    benefit: 'benefited',
    offer: 'offered',
    suffer: 'suffered',
    run: 'run',
  }),
)('the past tense of %s is %s', (verb, past) => {
  expect(pastTense(verb)).toBe(past);
});

test('a context publishes the events of its aggregates and the requests of its sagas', () => {
  const parsed = parseBlueprint(
    `schema: 1
name: x
contexts:
  - name: ordering
    aggregates:
      - name: Order
        fields: [{ name: total, type: money }, { name: note, type: text? }]
        lifecycle: { initial: draft, transitions: [{ name: place, from: draft, to: placed }, { name: cancel, from: placed, to: cancelled }] }
    consumes: [{ event: PayRequested, apply: { aggregate: Order, transition: cancel, match: id, key: orderId } }]
    sagas:
      - { name: Pay, aggregate: Order, startsOn: OrderPlaced, completes: cancel, compensates: cancel, steps: [{ name: pay, request: PayRequested, send: { orderId: id, amount: total }, succeedsOn: OrderChanged, key: id }] }
`,
    { file: null },
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const [ordering] = parsed.value.blueprint.contexts;
  const events = ordering === undefined ? [] : eventsOfContext(ordering);
  expect(events.map(({ name, type }) => [name, type])).toEqual([
    ['OrderCreated', 'ordering.order-created.v1'],
    ['OrderChanged', 'ordering.order-changed.v1'],
    ['OrderPlaced', 'ordering.order-placed.v1'],
    ['OrderCancelled', 'ordering.order-cancelled.v1'],
    ['OrderRemoved', 'ordering.order-removed.v1'],
    ['PayRequested', 'ordering.pay-requested.v1'],
  ]);
  expect(events.at(-1)?.fields.map(({ name, type }) => [name, type.kind])).toEqual([
    ['orderId', 'ref'],
    ['amount', 'money'],
    ['sagaId', 'uuid'],
  ]);
  expect(eventType('sales', 'B2BOrderPlaced')).toBe('sales.b2-b-order-placed.v1');
});
