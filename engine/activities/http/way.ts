import { secretOfText } from '../../core/definition/secrets.ts';
import { type ActivityContext, inputFailure } from '../activity.ts';
import type { Way } from '../network/connector.ts';
import type { TlsOptions } from '../network/secured.ts';
import { formsOf } from '../network/address.ts';
import type { Target } from '../network/host.ts';
import { networkPolicy, type NetworkPolicy } from '../network/policy.ts';
import type { Proxy } from '../network/proxy.ts';
import { matchesForm, matchesName, type Rule, ruleOf } from '../network/rules.ts';
import { workspaceFile } from './file.ts';
import { requestUrl } from './prepare.ts';
import { Refusal } from './refusal.ts';
import type { HttpInput } from './schema.ts';
import type { ProxyChoice, Tls } from './schema-transport.ts';
import type { HttpSettings } from './settings.ts';

const MOST_PEM_BYTES = 1024 * 1024;

/** By settings as they were read, so that rules are read once. */
const policies = new WeakMap<HttpSettings, NetworkPolicy>();
const standard = networkPolicy();

function policyOf(settings: HttpSettings | undefined): NetworkPolicy {
  if (settings === undefined) return standard;
  const policy = policies.get(settings) ?? networkPolicy(settings);
  policies.set(settings, policy);
  return policy;
}

/** How a request gets to a target. `isHome`: of the origin that the step names; elsewhere the client does not show its certificate. */
export type Ways = (target: Target, isHome: boolean) => Way;

/** Throws a Refusal. */
export async function waysOf(
  { proxy, tls }: Pick<HttpInput, 'proxy' | 'tls'>,
  context: ActivityContext,
): Promise<Ways> {
  const settings = context.place.settings.http;
  const policy = policyOf(settings);
  const [through, home] = await Promise.all([proxyOf(proxy, settings, context), tlsOf(tls, settings, context)]);
  const abroad: TlsOptions = home.ca === undefined ? {} : { ca: home.ca };
  const bypass = proxy === undefined ? rulesOf(settings?.proxy?.bypass ?? []) : [];
  return (target, isHome) => ({
    policy,
    proxy: isListed(target, bypass) ? null : through,
    tls: isHome ? home : abroad,
  });
}

async function proxyOf(
  choice: ProxyChoice | undefined,
  settings: HttpSettings | undefined,
  context: ActivityContext,
): Promise<Proxy | null> {
  if (choice === 'none') return null;
  if (choice !== undefined)
    return { ...choice, url: proxyUrl(choice.url, 'proxy.url'), names: 'here', isTrusted: false };
  const proxy = settings?.proxy;
  if (proxy === undefined) return null;
  const [user, password] = await Promise.all([filled(proxy.user, context), filled(proxy.password, context)]);
  const { names = 'here' } = proxy;
  return { url: proxyUrl(proxy.url, 'http.proxy.url'), user, password, names, isTrusted: true };
}

const proxyUrl = (text: string, what: string): string => requestUrl(text, `The URL ${what}`).origin;

const rulesOf = (entries: readonly string[]): readonly Rule[] => entries.flatMap((entry) => ruleOf(entry) ?? []);

function isListed(target: Target, rules: readonly Rule[]): boolean {
  if (rules.length === 0) return false;
  const forms = formsOf(target.host) ?? [];
  return matchesName(rules, target) || forms.some((form) => matchesForm(rules, form, target.port));
}

/** DA7. Of settings: literal, or as a whole a secret. */
async function filled(given: string | undefined, { secret }: ActivityContext): Promise<string | undefined> {
  const name = given === undefined ? null : secretOfText(given);
  if (name === null) return given;
  const value = await secret(name);
  if (value === null) throw wrong(`The proxy of the workspace needs the secret ${name}, which is not set.`);
  return value;
}

async function tlsOf(
  tls: Tls | undefined,
  settings: HttpSettings | undefined,
  { place }: ActivityContext,
): Promise<TlsOptions> {
  if (tls === undefined) return {};
  const { ca, cert, key, passphrase, servername, insecure } = tls;
  if (insecure === true && settings?.allowInsecureTls !== true)
    throw wrong(
      'tls.insecure is not allowed here: sagaloom.config.json must say "http": { "allowInsecureTls": true }.',
    );
  const read = async (name: string, given: Tls['ca']): Promise<string | undefined> => {
    if (given === undefined || typeof given === 'string') return given;
    const file = await workspaceFile(place.workspace, given.file, MOST_PEM_BYTES);
    if (!file.ok) throw wrong(`tls.${name} cannot be had: ${file.message}.`);
    return file.bytes.toString('utf8');
  };
  const [caText, certText, keyText] = await Promise.all([read('ca', ca), read('cert', cert), read('key', key)]);
  return { ca: caText, cert: certText, key: keyText, passphrase, servername, insecure };
}

const wrong = (message: string): Refusal => new Refusal(inputFailure(message));
