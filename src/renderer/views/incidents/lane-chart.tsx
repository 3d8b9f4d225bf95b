/** Every feed on a lane of its own, its incidents marked where they were; a press opens one. */
import { formatAge } from '../../format/age.ts';
import { shortTime } from '../../format/time.ts';
import type { IncidentRow } from '../../store/shown-tables.ts';
import { causeAndCure, kindLooks } from './incident-words.ts';
import { type LaneFeed, type LaneMark, lanesOf, laneTicks, type Part, silences } from './lanes.ts';
import type { Stretch } from './span.ts';
import './lanes.css';

export interface LaneChartProps {
  readonly feeds: readonly LaneFeed[];
  readonly incidents: readonly IncidentRow[];
  readonly stretch: Stretch;
  /** Before it, nothing is known. */
  readonly recordSinceMs: number;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

export function LaneChart({ feeds, incidents, stretch, recordSinceMs, selected, onSelect }: LaneChartProps) {
  const lanes = lanesOf(feeds, incidents, stretch);
  const silent = silences(incidents, stretch, recordSinceMs);
  const ticks = laneTicks(stretch);
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));
  if (lanes.length === 0) return null;
  return (
    <div className="lanes">
      <div className="lane hd" aria-hidden="true">
        <span />
        <span className="tlx">
          {ticks.map(({ left, label }) => (
            <i key={label + left} style={{ left: `${left}%` }}>
              {label}
            </i>
          ))}
        </span>
      </div>
      <div className="lane-list">
        {lanes.map((lane) => (
          <div key={lane.id} className="lane">
            <span title={`${lane.venue} ${lane.label}`}>
              {lane.venue} <b>{lane.label}</b>
            </span>
            <div className="track">
              {ticks.map(({ left }) => (
                <i key={left} className="line" style={{ left: `${left}%` }} />
              ))}
              <i className="calm" />
              {silent.map((part) => (
                <i key={part.left} className="silent" style={place(part)} title={part.why} />
              ))}
              {lane.marks.map((mark) => (
                <Mark
                  key={mark.id}
                  mark={mark}
                  incident={byId.get(mark.id)}
                  selected={mark.id === selected}
                  onSelect={onSelect}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}

interface MarkProps {
  readonly mark: LaneMark;
  readonly incident: IncidentRow | undefined;
  readonly selected: boolean;
  readonly onSelect: (id: string) => void;
}

function Mark({ mark, incident, selected, onSelect }: MarkProps) {
  if (incident === undefined) return null;
  return (
    <button
      type="button"
      // The list below is the way for the keyboard; hundreds of marks would be in its way.
      tabIndex={-1}
      className={`mark ${mark.kind}`}
      aria-pressed={selected}
      aria-label={`${kindLooks[mark.kind].word}, ${incident.feedName}`}
      title={markTitle(incident)}
      style={place(mark)}
      onClick={() => onSelect(mark.id)}
    />
  );
}

function markTitle(incident: IncidentRow): string {
  const at = shortTime(new Date(incident.startMs).toISOString(), Date.now());
  const lasted =
    incident.endMs === null ? 'not over yet' : `for ${formatAge(incident.endMs - incident.startMs)}`;
  return `${at} ${kindLooks[incident.kind].word} ${lasted}\n${causeAndCure(incident)}`;
}

function place({ left, width }: Part) {
  return { left: `${left}%`, width: `${width}%` };
}
