/** What the browser tests share: a page that notices every violation, accounts, rosters, scans, and axe. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test as base, type Browser, type Page } from '@playwright/test'

export const CORPUS = join(import.meta.dirname, '../../tests/corpus')
const SAMPLE_ROSTER = join(import.meta.dirname, '../../target/debug/sample-roster')
const folder = mkdtempSync(join(tmpdir(), 'canbao-e2e-'))

/** What went wrong in the browser itself: errors of scripts, and of the content security policy. */
function watch(page: Page): string[] {
  const found: string[] = []
  page.on('pageerror', (error) => found.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Vue warn|Uncaught/.test(message.text())) found.push(message.text())
  })
  return found
}

export const test = base.extend({
  page: async ({ page }, use) => {
    const found = watch(page)
    await use(page)
    expect(found, 'errors in the browser').toEqual([])
  },
})

export { expect }

export async function signIn(page: Page, who: string): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('用户名').fill(who)
  await page.getByLabel('密码', { exact: true }).fill('Canbao-2026')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/login'))
}

/** Another person at another machine. */
export async function person(browser: Browser, who: string): Promise<Page> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const found = watch(page)
  page.on('close', () => expect(found, `errors in the browser of ${who}`).toEqual([]))
  await signIn(page, who)
  return page
}

/** A roster of `rows` people of working age and `overAge` over it. */
export function roster(rows: number, overAge: number): string {
  const file = join(folder, `${rows}-${overAge}.xlsx`)
  execFileSync(SAMPLE_ROSTER, [String(rows), String(overAge), file])
  return file
}

/** A small PDF, different for every name. */
export function scan(name: string): string {
  const file = join(folder, `${name}.pdf`)
  writeFileSync(file, `%PDF-1.4\n% ${name}\n%%EOF\n`)
  return file
}

/** No violation of WCAG 2.2 AA on what is shown. */
export async function accessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  await screenshot(page, `${what.replace(/\W+/g, '-')}`)
  const told = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
  expect(told, `accessibility of ${what}`).toEqual([])
}

/** Kept when `SCREENSHOTS` names a folder. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const to = process.env.SCREENSHOTS
  if (to) await page.screenshot({ path: join(to, `${name.replace(/[/?=]+/g, '_')}.png`), fullPage: true })
}

/** A new application with a plan, a tier and a headcount; gives its number. */
export async function draft(page: Page, plan: RegExp, tier: RegExp): Promise<string> {
  await page.goto('/applications')
  await page.getByRole('button', { name: '新建参保单' }).first().click()
  await page.waitForURL(/\/applications\/CB\d+$/)
  await page.getByRole('button', { name: '添加保障计划' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: plan }).check()
  await dialog.getByRole('radio', { name: tier }).check()
  await dialog.getByRole('button', { name: '确认' }).click()
  await page.getByRole('button', { name: '选择完毕，下一步' }).click()
  await page.getByLabel('单位缴纳城镇职工医保人数').fill('120')
  await page.getByLabel('单位缴纳城镇职工医保人数').blur()
  await expect(page.getByText('✓ 已保存')).toBeVisible()
  return page.url().split('/').at(-1) ?? ''
}

/** Uploads a workbook and waits for its preview. */
export async function preview(page: Page, file: string): Promise<void> {
  await page.getByRole('button', { name: '导入名单' }).click()
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file)
  await expect(page.getByRole('dialog').getByRole('heading', { name: '导入参保职工名单' })).toBeVisible()
  await expect(page.getByRole('dialog').getByText('检查完毕')).toBeVisible({ timeout: 60_000 })
}
