/** Instants come in UTC; people read days and times of Asia/Shanghai, which is UTC+8 all year. */

const OFFSET_MS = 8 * 3600 * 1000

function local(instant: string): string {
  return new Date(Date.parse(instant) + OFFSET_MS).toISOString()
}

/** "2026-01-05" */
export function day(instant: string): string {
  return local(instant).slice(0, 10)
}

/** "2026-01-05 09:30" */
export function minute(instant: string): string {
  return local(instant).slice(0, 16).replace('T', ' ')
}

/** Today in Asia/Shanghai. */
export function today(now = Date.now()): string {
  return new Date(now + OFFSET_MS).toISOString().slice(0, 10)
}

/** "2026年1月5日" from a day or an instant. */
export function longDay(value: string): string {
  const [year, month, date] = (value.length > 10 ? day(value) : value).split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** How long something has waited, in words. */
export function waited(since: string, now = Date.now()): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60_000))
  if (minutes < 1) return '刚刚'
  if (minutes < 60) return `${minutes} 分钟`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} 小时`
  return `${Math.floor(minutes / 1440)} 天`
}
