/** Starts the window: settings first, so that the first picture has the chosen theme and view. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { bridge } from './bridge.ts';
import { startAccounts } from './store/accounts.ts';
import { startAlerts } from './store/alerts.ts';
import { startApp } from './store/app.ts';
import { startIncidents } from './store/incidents.ts';
import { navigate, startNavigation } from './store/navigation.ts';
import { currentSettings, loadSettings } from './store/settings.ts';
import { startTables } from './store/tables.ts';
import { startUpdates } from './store/updates.ts';
import './theme.css';

async function start(): Promise<void> {
  startTables(bridge);
  startIncidents();
  startNavigation();
  await Promise.all([loadSettings(), startApp(), startAlerts(), startAccounts(), startUpdates()]);
  navigate(currentSettings().view);
  const root = document.getElementById('root');
  if (root === null) return;
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

start();
