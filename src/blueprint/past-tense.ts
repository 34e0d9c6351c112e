import { kebab, pascal } from './names.ts';

/** Puts the first word of a camelCase name into the past tense: `sendBack` → `sentBack`. */
export function pastTense(name: string): string {
  const [verb = '', ...rest] = kebab(name).split('-');
  return [past(verb), ...rest.map(pascal)].join('');
}

/** The past participle, in British spelling (`cancelled`). */
function past(verb: string): string {
  const irregular = irregularVerbs.get(verb);
  if (irregular !== undefined) return irregular;
  if (verb.endsWith('e')) return `${verb}d`;
  if (verb.endsWith('c')) return `${verb}ked`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`;
  return doublesItsEnd(verb) ? `${verb}${verb.at(-1)}ed` : `${verb}ed`;
}

function doublesItsEnd(verb: string): boolean {
  const hasOneSyllable = /^[^aeiou]*[aeiou][bdgklmnprt]$/.test(verb);
  const endsInShortL = /[^aeiou][aeiou]l$/.test(verb);
  return hasOneSyllable || endsInShortL || stressedOnTheEnd.has(verb);
}

const stressedOnTheEnd = new Set(
  'abhor admit allot commit concur confer defer emit equip incur infer occur omit permit prefer recur refer regret remit submit transfer transmit worship'.split(
    ' ',
  ),
);

const irregularVerbs = new Map(
  [
    'become:become begin:begun bid:bid bind:bound break:broken bring:brought build:built',
    'buy:bought catch:caught choose:chosen come:come cost:cost cut:cut deal:dealt do:done',
    'draw:drawn drive:driven eat:eaten fall:fallen feed:fed fight:fought find:found fly:flown',
    'forbid:forbidden forget:forgotten freeze:frozen get:got give:given go:gone grow:grown',
    'hear:heard hide:hidden hit:hit hold:held keep:kept know:known lay:laid lead:led leave:left',
    'lend:lent let:let lose:lost make:made meet:met overrun:overrun pay:paid put:put quit:quit',
    'read:read rebuild:rebuilt redo:redone resend:resent reset:reset rewrite:rewritten',
    'ride:ridden ring:rung rise:risen run:run say:said see:seen seek:sought sell:sold send:sent',
    'set:set show:shown shut:shut sink:sunk sit:sat sleep:slept speak:spoken spend:spent',
    'split:split spread:spread stand:stood steal:stolen stick:stuck strike:struck take:taken',
    'teach:taught tell:told think:thought throw:thrown undo:undone unwind:unwound upset:upset',
    'wake:woken win:won wind:wound withdraw:withdrawn withhold:withheld write:written',
  ].flatMap((line) =>
    line
      .split(' ')
      .map((pair): [string, string] => [pair.split(':')[0] ?? '', pair.split(':')[1] ?? '']),
  ),
);
