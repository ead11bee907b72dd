/** The agencies with their telephone numbers, read once. */
import { computed, shallowRef } from 'vue'
import { api, ask, type Schema } from '@/api/client'

type Agency = Schema['Page_Agency']['items'][number]
const found = shallowRef<Agency[]>()
let reading: Promise<void> | undefined

async function read(): Promise<void> {
  try {
    found.value = (await ask(api.GET('/api/agencies', { params: { query: { pageSize: 100 } } }))).items
  } catch {
    // The next page tries again; a telephone number alone is no reason to stop.
    reading = undefined
  }
}

export function useAgency(id: () => string | undefined) {
  if (!found.value) void (reading ??= read())
  return computed(() => found.value?.find((agency) => agency.id === id()))
}
