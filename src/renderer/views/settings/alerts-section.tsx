/** When Vigil makes itself heard, how often, and when it keeps still. */
import { BellRing } from 'lucide-react';
import { useState } from 'react';
import { bridge } from '../../bridge.ts';
import { pauseAlerts, useAlerts } from '../../store/alerts.ts';
import { toast } from '../../store/toasts.ts';
import { pauseNames } from '../../ui/alert-button.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';
import { AlertPreviews } from './alert-previews.tsx';
import { AlertRules } from './alert-rules.tsx';
import { changeAlerts, useAlertSettings } from './change-alerts.ts';
import { Page, Section } from './parts.tsx';
import { QuietHours } from './quiet-hours.tsx';
import { Repeats } from './repeats.tsx';
import { RiskLimits } from './risk-limits.tsx';
import { TypedField } from './typed-field.tsx';
import { wholeNumber } from './typed-values.ts';

export function AlertsSection() {
  const problem = useAlerts()?.notificationProblem ?? null;
  return (
    <>
      <Page title="Alerts" tools={<Tools />}>
        {problem !== null && (
          <p className="problem" role="status">
            <Glyph state="refused" /> The last notification was not shown: {problem}
          </p>
        )}
        <Section title="When to tell you">
          <AlertRules />
        </Section>
        <Section title="Limits of risk">
          <RiskLimits />
        </Section>
        <Section title="Repeat until acknowledged">
          <Repeats />
        </Section>
        <Section title="Quiet hours">
          <QuietHours />
        </Section>
        <Section title="Many at once">
          <ManyAtOnce />
        </Section>
      </Page>
      <AlertPreviews />
    </>
  );
}

function Tools() {
  const alerts = useAlerts();
  const [busy, setBusy] = useState(false);
  const pausedUntilMs = alerts?.pausedUntilMs ?? null;
  const isPaused = pausedUntilMs !== null && pausedUntilMs > Date.now();

  async function test(): Promise<void> {
    setBusy(true);
    const result = await bridge.request('alerts.test', {});
    setBusy(false);
    const problem = result.ok ? result.value.problem : result.error.message;
    if (problem === null) toast('A test notification was sent', 'The desktop took it.');
    else toast('The test notification was not shown', problem);
  }

  return (
    <>
      {isPaused ? (
        <button type="button" className="btn" onClick={() => pauseAlerts(null)}>
          Resume alerts
        </button>
      ) : (
        <>
          <span className="dim">Pause for</span>
          <fieldset className="seg" aria-label="Pause alerts">
            {pauseNames.map(([length, name]) => (
              <button key={length} type="button" onClick={() => pauseAlerts(length)}>
                {name}
              </button>
            ))}
          </fieldset>
        </>
      )}
      <button type="button" className="btn" disabled={busy} onClick={test}>
        <Icon of={BellRing} />
        Send a test
      </button>
    </>
  );
}

function ManyAtOnce() {
  const { network } = useAlertSettings();
  return (
    <div className="row">
      <TypedField
        label="Feeds that make a network notification"
        value={network.feeds}
        show={String}
        parse={wholeNumber(2, 20)}
        expects="2 to 20"
        width={40}
        onChange={(feeds) => changeAlerts({ network: { ...network, feeds } })}
      />
      <span>or more feeds within</span>
      <TypedField
        label="Seconds within which they are lost"
        value={network.withinSeconds}
        show={String}
        parse={wholeNumber(1, 60)}
        expects="1 to 60"
        width={52}
        unit="s"
        onChange={(withinSeconds) => changeAlerts({ network: { ...network, withinSeconds } })}
      />
      <span>become one “network” notification</span>
    </div>
  );
}
