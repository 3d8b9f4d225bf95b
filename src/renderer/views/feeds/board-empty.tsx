/** What stands where channels would be. */
import { RadioTower, Search } from 'lucide-react';
import { Empty } from '../../ui/empty.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';

export interface BoardEmptyProps {
  readonly loaded: boolean;
  readonly narrowed: boolean;
  readonly showAll: () => void;
}

export function BoardEmpty({ loaded, narrowed, showAll }: BoardEmptyProps) {
  if (narrowed) {
    return (
      <Empty
        picture={<Icon of={Search} />}
        title="No channel matches"
        text="Topic, symbol, venue and account are searched."
        action={{ label: 'Show all channels', run: showAll }}
      />
    );
  }
  return loaded ? (
    <Empty
      picture={<Icon of={RadioTower} />}
      title="No feeds are open"
      text="Switch the practice venue on or watch a public market, and its channels are listed here."
    />
  ) : (
    <Empty
      picture={<Glyph state="connecting" />}
      title="Asking for the feeds"
      text="This takes less than a second."
    />
  );
}
