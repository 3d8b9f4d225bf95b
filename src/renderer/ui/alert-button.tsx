/** Whether alerts are on, and what waits to be acknowledged; its menu pauses and acknowledges. */
import { Bell, BellOff, BellRing, Check, Play, Settings2 } from 'lucide-react';
import { useState } from 'react';
import type { AlertsView, PauseLength } from '../../preload/contract/alerts.ts';
import { formatWait } from '../format/age.ts';
import { acknowledge, pauseAlerts, useAlerts } from '../store/alerts.ts';
import { useSecond } from '../store/main-clock.ts';
import { navigate } from '../store/navigation.ts';
import { Glyph } from './glyph.tsx';
import { Icon } from './icon.tsx';
import { Keys } from './keys.tsx';
import { type Anchor, Menu, type MenuItem } from './menu.tsx';

export const pauseNames: readonly (readonly [length: PauseLength, name: string])[] = [
  ['30-min', '30 min'],
  ['1-hour', '1 h'],
  ['until-tomorrow', 'until tomorrow'],
];

export function AlertButton() {
  useSecond();
  const alerts = useAlerts();
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  if (alerts === null) return null;
  const { text, icon, title } = face(alerts, Date.now());
  return (
    <>
      <button
        type="button"
        className="btn ghost alerts"
        aria-haspopup="menu"
        title={title}
        onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}
      >
        <Icon of={icon} />
        <span className="lbl">{text}</span>
      </button>
      {anchor !== null && (
        <Menu
          label="Alerts"
          {...problemTitle(alerts)}
          anchor={anchor}
          align="end"
          width={264}
          onClose={() => setAnchor(null)}
          groups={groupsOf(alerts)}
        />
      )}
    </>
  );
}

function face(alerts: AlertsView, nowMs: number) {
  const waiting = unseen(alerts).length;
  const { pausedUntilMs, quietUntilMs } = alerts;
  if (pausedUntilMs !== null && pausedUntilMs > nowMs) {
    const left = formatWait(pausedUntilMs - nowMs);
    return {
      text: `Paused, ${left} left`,
      icon: BellOff,
      title: `Alerts are paused until ${local(pausedUntilMs)}`,
    };
  }
  if (waiting > 0) {
    return {
      text: `${waiting} not acknowledged`,
      icon: BellRing,
      title: 'What is wrong and was not acknowledged',
    };
  }
  if (quietUntilMs !== null && quietUntilMs > nowMs) {
    return { text: 'Quiet hours', icon: BellOff, title: `Quiet hours until ${local(quietUntilMs)}` };
  }
  return { text: 'Alerts on', icon: Bell, title: 'Alerts: pause, acknowledge, set' };
}

function groupsOf(alerts: AlertsView): readonly (readonly MenuItem[])[] {
  const waiting = unseen(alerts);
  const groups = [
    waiting.map(({ feedId, name, kind }) => ({
      id: feedId,
      label: name,
      icon: <Glyph state={kind} />,
      hint: <span className="dim">{kind}</span>,
      run: () => navigate('feeds', { feedId }),
    })),
    waiting.length === 0
      ? []
      : [
          {
            id: 'acknowledge',
            label: waiting.length === 1 ? 'Acknowledge' : 'Acknowledge all',
            icon: <Icon of={Check} />,
            hint: <Keys of="A" />,
            run: () => void acknowledge(null),
          },
        ],
    pauseItems(alerts),
    [
      {
        id: 'settings',
        label: 'Alert settings',
        icon: <Icon of={Settings2} />,
        run: () => navigate('settings', { section: 'alerts' }),
      },
    ],
  ];
  return groups.filter((group) => group.length > 0);
}

function pauseItems({ pausedUntilMs }: AlertsView): readonly MenuItem[] {
  if (pausedUntilMs !== null && pausedUntilMs > Date.now()) {
    return [
      {
        id: 'resume',
        label: 'Resume alerts',
        icon: <Icon of={Play} />,
        hint: <Keys of="P" />,
        run: () => void pauseAlerts(null),
      },
    ];
  }
  return pauseNames.map(([length, name], index) => ({
    id: length,
    label: length === 'until-tomorrow' ? `Pause ${name}` : `Pause for ${name}`,
    icon: <Icon of={BellOff} />,
    ...(index === 0 ? { hint: <Keys of="P" /> } : {}),
    run: () => void pauseAlerts(length),
  }));
}

/** Late feeds are only marked; nobody is asked to acknowledge them. */
function unseen({ troubles }: AlertsView) {
  return troubles.filter(({ kind, acknowledged }) => kind !== 'late' && !acknowledged);
}

function problemTitle({ notificationProblem }: AlertsView): { readonly title?: string } {
  return notificationProblem === null
    ? {}
    : { title: `The last notification was not shown: ${notificationProblem}` };
}

function local(ms: number): string {
  const date = new Date(ms);
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return `${time} local time`;
}
