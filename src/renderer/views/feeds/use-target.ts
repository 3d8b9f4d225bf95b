/** Brings up what another view asked for. */
import { useEffect } from 'react';
import { compareStates } from '../../format/health.ts';
import { usePlace } from '../../store/navigation.ts';
import { rowsOf, tables } from '../../store/tables.ts';
import { feedKey } from './board-rows.ts';
import { isWell } from './channel-words.ts';

/** That channel, or the one of the feed that explains its state. */
export function useTarget(select: (key: string) => void): void {
  const { target } = usePlace();
  useEffect(() => {
    if (target?.channelId !== undefined) select(target.channelId);
    else if (target?.feedId !== undefined) select(worstKey(target.feedId));
  }, [target, select]);
}

function worstKey(feedId: string): string {
  const own = rowsOf(tables.channel).filter((channel) => channel.feedId === feedId);
  const worst = own.sort((a, b) => compareStates(a.state, b.state))[0];
  return worst === undefined || isWell(worst.state) ? feedKey(feedId) : worst.id;
}
