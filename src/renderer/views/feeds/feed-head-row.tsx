/** The head of a feed's channels: its name, its state when it is not well, and how its connection does. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { mainNowMs, useSecond } from '../../store/main-clock.ts';
import { tables, useRow } from '../../store/tables.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';
import { feedLine, isWell } from './channel-words.ts';

export interface FeedHeadRowProps {
  readonly feedId: string;
  readonly rowKey: string;
  readonly collapsed: boolean;
  readonly columns: number;
  readonly index: number;
  readonly id: string;
  readonly selected: boolean;
  readonly focused: boolean;
}

export const FeedHeadRow = memo(function FeedHeadRow(props: FeedHeadRowProps) {
  const feed = useRow(tables.feed, props.feedId);
  useSecond();
  if (feed === undefined) return null;
  return (
    <tr
      id={props.id}
      className={props.focused ? 'group fd kf' : 'group fd'}
      aria-rowindex={props.index + 2}
      aria-selected={props.selected}
      aria-expanded={!props.collapsed}
      data-key={props.rowKey}
    >
      <td className="gl" colSpan={props.columns}>
        <button
          type="button"
          className="fold"
          tabIndex={-1}
          data-fold={props.feedId}
          aria-label={props.collapsed ? 'Show its channels' : 'Hide its channels'}
        >
          <Icon of={props.collapsed ? ChevronRight : ChevronDown} className="dim" />
        </button>{' '}
        <span className="fdn">
          {feed.venueName} <b>{feed.label}</b>
        </span>
        {feed.practice && <span className="tag practice">Practice</span>}
        {!isWell(feed.state) && (
          <span className={`fst ${feed.state}`}>
            <Glyph state={feed.state} />
            {feed.state}
          </span>
        )}
        <span className="dim fsub" title={feed.endpoint}>
          {feedLine(feed, mainNowMs())}
        </span>
      </td>
    </tr>
  );
});
