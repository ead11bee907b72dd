import { expect, it } from 'vitest'
import { day, longDay, minute, today, waited } from './dates'

it('shows instants as days and times in Shanghai', () => {
  expect(day('2026-01-04T16:00:00Z')).toBe('2026-01-05')
  expect(minute('2026-01-04T23:59:30Z')).toBe('2026-01-05 07:59')
  expect(today(Date.parse('2026-01-04T15:59:59Z'))).toBe('2026-01-04')
  expect(longDay('2026-01-05')).toBe('2026年1月5日')
  expect(longDay('2026-01-04T16:00:00Z')).toBe('2026年1月5日')
})

it.each([
  [30, '刚刚'],
  [60 * 59, '59 分钟'],
  [3600 * 5, '5 小时'],
  [86_400 * 3, '3 天'],
  [-100, '刚刚'],
])('says how long %i seconds are', (seconds, text) => {
  const now = Date.parse('2026-01-05T00:00:00Z')
  expect(waited(new Date(now - seconds * 1000).toISOString(), now)).toBe(text)
})
