import { type AddressKind, type Form, formsOf } from './address.ts';
import type { Target } from './host.ts';
import { matchesForm, matchesName, type Rule, ruleOf } from './rules.ts';
import type { NetworkMode, NetworkSettings } from './settings.ts';

/**
 * Where connections of a workspace may go.
 *
 *   NW1  what `deny` names is refused, whatever else is said; a name there also by its address
 *   NW2  an address may be connected to only if every reading of it may be (see `formsOf`)
 *   NW3  a name in `allow` opens what `standard` opens, and no link-local or metadata address: those only an address in `allow` opens
 *   NW4  a name is allowed only if all addresses it resolves to are
 */
export interface NetworkPolicy {
  /** The same for the same settings. */
  readonly key: string;
  /** Before anything is asked of the network. Null: it may be tried; else why not, as the end of a sentence. */
  readonly refusesHost: (target: Target) => string | null;
  /** Of an address that a connection is for, or has been made to; `target` is what was asked for. */
  readonly refusesAddress: (address: string, target: Target) => string | null;
}

interface Rules {
  readonly mode: NetworkMode;
  readonly allow: readonly Rule[];
  readonly deny: readonly Rule[];
}

export function networkPolicy(settings: NetworkSettings = {}): NetworkPolicy {
  const { network: mode = 'standard', allow = [], deny = [] } = settings;
  const rules = { mode, allow: rulesOf(allow), deny: rulesOf(deny) };
  return {
    key: JSON.stringify([mode, allow, deny]),
    refusesHost: (target) => refusedHost(rules, target),
    refusesAddress: (address, target) => refusedAddress(rules, address, target),
  };
}

/** What the settings' schema let through is a rule. */
const rulesOf = (texts: readonly string[]): readonly Rule[] =>
  texts.map(ruleOf).filter((rule): rule is Rule => rule !== null);

function refusedHost(rules: Rules, target: Target): string | null {
  if (matchesName(rules.deny, target)) return `${target.host} is in http.deny`; // NW1
  if (formsOf(target.host) !== null) return refusedAddress(rules, target.host, target);
  const mayBe =
    rules.mode !== 'none' || matchesName(rules.allow, target) || rules.allow.some(({ cidr }) => cidr !== null);
  return mayBe ? null : `http.network is "none" and ${target.host} is not in http.allow`;
}

function refusedAddress(rules: Rules, address: string, target: Target): string | null {
  const forms = formsOf(address);
  if (forms === null) return `${address} is no address`;
  if (matchesName(rules.deny, target)) return `${target.host} is in http.deny`; // NW1
  const mode = matchesName(rules.allow, target) ? openedByName(rules.mode) : rules.mode; // NW3
  for (const form of forms) {
    const why = refusedForm(rules, mode, form, target.port);
    if (why !== null) return `${address}${inside(form, address)} ${why}`; // NW2
  }
  return null;
}

const openedByName = (mode: NetworkMode): NetworkMode => (mode === 'any' ? 'any' : 'standard');

function refusedForm(rules: Rules, mode: NetworkMode, form: Form, port: number): string | null {
  if (matchesForm(rules.deny, form, port)) return 'is in http.deny';
  if (opens(mode, form.kind) || matchesForm(rules.allow, form, port)) return null;
  if (mode === 'none') return 'is not in http.allow, and http.network is "none"';
  return `is ${described[form.kind]}, which http.network "${mode}" keeps out`;
}

function opens(mode: NetworkMode, kind: AddressKind): boolean {
  if (mode === 'public') return kind === 'public';
  if (mode === 'standard') return kind !== 'linkLocal' && kind !== 'metadata';
  return mode === 'any';
}

const inside = ({ ip }: Form, address: string): string => {
  const text = ip.toString();
  return address.includes(text) ? '' : ` (as ${text})`;
};

const described: Readonly<Record<AddressKind, string>> = {
  public: 'a public address',
  private: 'an address of a private network',
  loopback: 'an address of this machine',
  linkLocal: 'a link-local address',
  metadata: "an address of a cloud's metadata service",
  special: 'an address reserved for special use',
};
