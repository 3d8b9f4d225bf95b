/** After how many minutes an alert that nobody acknowledged comes again. */
import { ArrowRight, X } from 'lucide-react';
import { useState } from 'react';
import { Icon } from '../../ui/icon.tsx';
import { changeAlerts, useAlertSettings } from './change-alerts.ts';
import { TypedField } from './typed-field.tsx';
import { wholeNumber } from './typed-values.ts';

const most = 6;

export function Repeats() {
  const { repeatMinutes } = useAlertSettings();
  const [editing, setEditing] = useState(false);
  return (
    <div className="row">
      {editing ? <Editor minutes={repeatMinutes} /> : <Shown minutes={repeatMinutes} />}
      <span className="grow" />
      <button type="button" className="btn ghost sm" onClick={() => setEditing(!editing)}>
        {editing ? 'Done' : 'Edit'}
      </button>
    </div>
  );
}

function Shown({ minutes }: { readonly minutes: readonly number[] }) {
  return (
    <span className="seq">
      {minutes.map((wait, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a wait is known by its place
        <span key={index} className="seq">
          {index > 0 && <Icon of={ArrowRight} />}
          <span className="chip">
            {index === minutes.length - 1 ? `then every ${wait} min` : `${wait} min`}
          </span>
        </span>
      ))}
    </span>
  );
}

function Editor({ minutes }: { readonly minutes: readonly number[] }) {
  function put(index: number, wait: number): void {
    changeAlerts({ repeatMinutes: minutes.map((old, at) => (at === index ? wait : old)) });
  }

  return (
    <span className="seq">
      {minutes.map((wait, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a wait is known by its place
        <span key={index} className="seq">
          {index > 0 && <Icon of={ArrowRight} />}
          <TypedField
            label={`Wait ${index + 1}, minutes`}
            value={wait}
            show={String}
            parse={wholeNumber(1, 1440)}
            expects="1 to 1440"
            width={70}
            unit="min"
            onChange={(next) => put(index, next)}
          />
          {minutes.length > 1 && (
            <button
              type="button"
              className="btn ghost ico sm"
              aria-label={`Remove wait ${index + 1}`}
              title="Remove this wait"
              onClick={() => changeAlerts({ repeatMinutes: minutes.filter((_, at) => at !== index) })}
            >
              <Icon of={X} />
            </button>
          )}
        </span>
      ))}
      {minutes.length < most && (
        <button
          type="button"
          className="btn sm"
          onClick={() => changeAlerts({ repeatMinutes: [...minutes, minutes.at(-1) ?? 60] })}
        >
          Add
        </button>
      )}
    </span>
  );
}
