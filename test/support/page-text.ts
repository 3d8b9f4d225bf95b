/** What a page says, and the way to its views. */
import type { Locator, Page } from 'playwright';

export async function textOf(element: Locator): Promise<string> {
  return (await element.textContent()) ?? '';
}

/** By the rail, which waits until the window has drawn itself. */
export function openView(page: Page, label: string): Promise<void> {
  return page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: label }).click();
}
