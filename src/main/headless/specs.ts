/** Names the feeds of every group; a group with an account has one for the public and one for its own. */
import type { Signer } from '../exchanges/exchange.ts';
import type { FeedSpec } from '../feeds/feed-events.ts';
import { textSigner } from '../signing/signer.ts';
import type { PracticeVenue } from '../simulator/practice-venue.ts';
import type { GroupAccount, GroupAccounts } from './group-accounts.ts';
import { channelsOf, type Group } from './groups.ts';

/**
 * `practice` is the running practice venue, or null where no group asks for it. An account whose key could
 * not be had has a feed all the same, without a signer: it is there to say why it waits.
 */
export function feedSpecs(
  groups: readonly Group[],
  practice: PracticeVenue | null,
  accounts: GroupAccounts,
): readonly FeedSpec[] {
  return groups.flatMap((group, index) => {
    const name = index === 0 ? group.venue : `${group.venue} (${index + 1})`;
    const account = accounts.get(group);
    if (account !== undefined) return withAccount(group, name, account);
    if (group.endpoint !== null) {
      return publicFeed(group, name, group.symbols, { ws: group.endpoint, rest: group.rest });
    }
    if (practice === null) return [];
    const addresses = { ws: practice.wsUrl, rest: practice.restUrl };
    const symbols = group.symbols.length > 0 ? group.symbols : practice.symbols;
    const signer = textSigner(practice.key, practice.secret);
    return [
      ...publicFeed(group, name, symbols, addresses),
      ...accountFeed(group, name, addresses, { label: practiceAccount, signer }),
    ];
  });
}

interface Addresses {
  readonly ws: string;
  readonly rest: string | null;
}

function withAccount(group: Group, name: string, account: GroupAccount): readonly FeedSpec[] {
  const own: Addresses = { ws: account.address.endpoint, rest: account.address.rest };
  const { ws, rest } = group.exchange.endpoints;
  const open = account.isOtherServer || ws === null ? own : { ws, rest };
  const { exchange } = account.address;
  return [
    ...publicFeed(group, name, group.symbols, open),
    ...accountFeed({ ...group, exchange }, name, own, account),
  ];
}

function publicFeed(
  group: Group,
  id: string,
  symbols: readonly string[],
  { ws, rest }: Addresses,
): readonly FeedSpec[] {
  const { venue, exchange } = group;
  const channels = channelsOf(exchange, group.publicTopics, symbols);
  const owner = { id, venue, exchange, account: null, signer: null };
  return channels.length === 0 ? [] : [{ ...owner, endpoint: ws, rest, channels }];
}

function accountFeed(
  group: Group,
  name: string,
  { ws, rest }: Addresses,
  { label, signer }: { readonly label: string; readonly signer: Signer | null },
): readonly FeedSpec[] {
  const { venue, exchange } = group;
  const channels = channelsOf(exchange, group.accountTopics, []);
  const owner = { id: `${name} account`, venue, exchange, account: label, signer };
  return channels.length === 0 ? [] : [{ ...owner, endpoint: ws, rest, channels }];
}

/** The label the desktop app shows for the same account. */
const practiceAccount = 'demo';
