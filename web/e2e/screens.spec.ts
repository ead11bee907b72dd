/** Every screen, light and dark, wide and on a phone, without a violation; and by keyboard alone. */
import { accessible, expect, signIn, test } from './support'

const UNIT = ['/', '/applications', '/payments', '/enrollments', '/changes', '/plans', '/unit', '/notices', '/password', '/nowhere']
const AGENCY = ['/agency', '/agency/reviews', '/agency/reviews?queue=payment', '/agency/applications', '/agency/payments', '/agency/enrollments', '/agency/changes', '/agency/plans', '/agency/notices']
const WAYS = [
  ['light', 1366, 768],
  ['dark', 1366, 768],
  ['light', 390, 844],
  ['dark', 390, 844],
] as const

for (const [scheme, width, height] of WAYS) {
  test(`every screen, ${scheme}, ${width} px`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height })
    await page.goto('/login')
    await accessible(page, 'signing in')
    await page.goto('/verify/AAAA-BBBB-CCCC-DDDD')
    await expect(page.getByText(/没有查到该校验码/)).toBeVisible()
    await accessible(page, 'a paper that was never issued')
    for (const [who, screens] of [['unit1', UNIT], ['yiyang-agency', AGENCY]] as const) {
      await page.context().clearCookies()
      await signIn(page, who)
      for (const screen of screens) {
        await page.goto(screen)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.getByText('正在读取…')).toHaveCount(0)
        await accessible(page, `${screen}, ${scheme}, ${width} px`)
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        expect(wider, `${screen} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0)
      }
    }
  })
}

test('an application is begun by keyboard alone', async ({ page }) => {
  await page.goto('/login')
  await page.getByLabel('用户名').focus()
  await page.keyboard.type('unit2')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Canbao-2026')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.startsWith('/login'))
  const press = async (name: RegExp) => {
    for (let tabs = 0; tabs < 60; tabs++) {
      await page.keyboard.press('Tab')
      const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '')
      if (name.test(label.trim())) return page.keyboard.press('Enter')
    }
    throw new Error(`${String(name)} is not reached by Tab`)
  }
  await press(/^新建参保单/)
  await page.waitForURL(/\/applications\/CB\d+$/)
  await press(/^添加保障计划/)
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('button', { name: '添加保障计划' })).toBeFocused()
})
