import { expect, test, vi } from 'vitest'
import { readAll } from './pages'

const pagesOf = (total: number) => vi.fn(async (page: number, size: number) => ({ items: Array.from({ length: Math.max(0, Math.min(size, total - (page - 1) * size)) }, (_, i) => (page - 1) * size + i), total }))

test('every page is read, in order, and none twice', async () => {
  const read = pagesOf(250)
  expect((await readAll(read, 1000)).items).toEqual(Array.from({ length: 250 }, (_, i) => i))
  expect(read).toHaveBeenCalledTimes(3)
})

test('reading stops at the limit and still says how many there are', async () => {
  const read = pagesOf(5000)
  const found = await readAll(read, 250)
  expect([found.items.length, found.total]).toEqual([250, 5000])
  expect(read).toHaveBeenCalledTimes(3)
})

test('a list that shrinks while it is read ends', async () => {
  const read = vi.fn(async (page: number) => ({ items: page === 1 ? [1] : [], total: 2 }))
  expect((await readAll(read, 10)).items).toEqual([1])
})
