/** Starts the key window: asks what it is for, takes the theme, and shows the form. */
import { createRoot } from 'react-dom/client';
import '../theme.css';
import { keyBridge } from './key-bridge.ts';
import { KeyWindow } from './key-window.tsx';
import './key-window.css';

async function start(): Promise<void> {
  const described = await keyBridge.request('describe', {});
  const root = document.getElementById('root');
  if (!described.ok || root === null) return;
  const form = described.value;
  const isLight =
    form.theme === 'light' ||
    (form.theme === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = isLight ? 'light' : 'dark';
  createRoot(root).render(<KeyWindow form={form} />);
}

start();
