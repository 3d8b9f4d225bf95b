/** Names the feeds of every group; a group with an account has one for the public and one for its own. */
import type { Signer } from '../exchanges/exchange.ts';
import type { FeedSpec } from '../feeds/feed-events.ts';
import { textSigner } from '../signing/signer.ts';
import type { PracticeVenue } from '../simulator/practice-venue.ts';
import { channelsOf, type Group } from './groups.ts';

/** `practice` is the running practice venue, or null where no group asks for it. */
export function feedSpecs(groups: readonly Group[], practice: PracticeVenue | null): readonly FeedSpec[] {
  return groups.flatMap((group, index) => {
    const name = index === 0 ? group.venue : `${group.venue} (${index + 1})`;
    if (group.endpoint !== null) {
      return publicFeed(group, name, group.symbols, { ws: group.endpoint, rest: group.rest });
    }
    if (practice === null) return [];
    const addresses = { ws: practice.wsUrl, rest: practice.restUrl };
    const symbols = group.symbols.length > 0 ? group.symbols : practice.symbols;
    const signer = textSigner(practice.key, practice.secret);
    return [
      ...publicFeed(group, name, symbols, addresses),
      ...accountFeed(group, `${name} account`, addresses, signer),
    ];
  });
}

interface Addresses {
  readonly ws: string;
  readonly rest: string | null;
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

function accountFeed(group: Group, id: string, { ws, rest }: Addresses, signer: Signer): readonly FeedSpec[] {
  const { venue, exchange } = group;
  const channels = channelsOf(exchange, group.accountTopics, []);
  const owner = { id, venue, exchange, account: practiceAccount, signer };
  return channels.length === 0 ? [] : [{ ...owner, endpoint: ws, rest, channels }];
}

/** The label the desktop app shows for the same account. */
const practiceAccount = 'demo';
