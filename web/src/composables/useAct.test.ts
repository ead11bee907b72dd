import { expect, it } from 'vitest'
import { offline, Problem } from '@/api/problem'
import { useAct } from './useAct'

function recording(outcomes: (() => string)[]) {
  const keys: string[] = []
  const act = useAct(async (_: string, key) => {
    keys.push(key)
    await Promise.resolve()
    return outcomes.shift()?.() ?? 'done'
  })
  return { keys, ...act }
}
const fail = (problem: Problem) => () => {
  throw problem
}

it('acts once when it is clicked twice', async () => {
  const { keys, run } = recording([])
  await Promise.all([run('a'), run('a')])
  expect(keys).toHaveLength(1)
})

it('keeps the key of an intent whose answer was lost', async () => {
  const { keys, run, problem } = recording([fail(offline())])
  expect(await run('a')).toBeUndefined()
  expect(problem.value?.isOffline).toBe(true)
  expect(await run('a')).toBe('done')
  expect(keys[0]).toBe(keys[1])
})

it('takes another key for other input and after a definite answer', async () => {
  const { keys, run } = recording([fail(offline()), fail(new Problem('invalid', '不行', 422)), () => 'done'])
  for (const input of ['a', 'b', 'b', 'b']) await run(input)
  expect(new Set(keys).size).toBe(4)
})
