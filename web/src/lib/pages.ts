/** A whole list, page after page, where a sheet of paper is wanted and not a screen. */
const PAGE_SIZE = 100

export interface Page<T> {
  items: T[]
  total: number
}

/** The first `limit` items; `total` says how many there are. */
export async function readAll<T>(read: (page: number, pageSize: number) => Promise<Page<T>>, limit: number): Promise<Page<T>> {
  const items: T[] = []
  for (let page = 1; ; page++) {
    const found = await read(page, PAGE_SIZE)
    items.push(...found.items)
    if (items.length >= Math.min(found.total, limit) || found.items.length === 0) return { items: items.slice(0, limit), total: found.total }
  }
}
