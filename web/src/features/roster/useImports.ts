/** The import of an application: on its way, waiting to be looked at, or done. Found again after the page was left. */
import { computed, ref, shallowRef } from 'vue'
import { Problem } from '@/api/problem'
import { api, ask } from '@/api/client'
import { usePoll } from '@/composables/usePoll'
import { useUpload } from '@/composables/useUpload'
import { getImport, listImports, type Import } from './calls'

const OPEN = ['queued', 'checking', 'ready', 'applying']
const MOVING = ['queued', 'checking', 'applying']

export function useImports(number: string, onApplied: () => void) {
  const current = shallowRef<Import>()
  const problem = shallowRef<Problem>()
  /** Sent, and not seen by the server yet. */
  const awaited = ref('')
  /** Rows in error that were put right one by one. */
  const fixedRows = ref<number[]>([])
  const sending = useUpload(false)
  const isOpen = computed(() => !!awaited.value || (!!current.value && OPEN.includes(current.value.state)))

  async function look(): Promise<boolean> {
    const id = awaited.value || current.value?.id
    if (!id) return false
    const before = current.value?.state
    try {
      const found = await getImport(number, id)
      awaited.value = ''
      current.value = found
    } catch (error) {
      return error instanceof Problem && error.status === 404 ? stillComing(id) : Promise.reject(error)
    }
    if (current.value?.state === 'applied' && before !== 'applied') onApplied()
    return MOVING.includes(current.value?.state ?? '')
  }

  /** The file is not an import yet; it may have been refused by its bytes. */
  async function stillComing(id: string): Promise<boolean> {
    const upload = await ask(api.GET('/api/uploads/{uploadId}', { params: { path: { uploadId: id } } }))
    if (upload.state !== 'rejected') return true
    problem.value = new Problem('upload_rejected', upload.reason ?? '文件被拒收。', 422)
    awaited.value = ''
    return false
  }

  const poll = usePoll(look, 700)

  async function find(): Promise<void> {
    const page = await listImports(number).catch(() => undefined)
    const open = page?.items.find((one) => OPEN.includes(one.state))
    if (open && !awaited.value) watchOver(open)
  }

  function watchOver(found: Import): void {
    if (found.id !== current.value?.id) fixedRows.value = []
    current.value = found
    poll.stop()
    poll.start()
  }

  async function send(file: File): Promise<void> {
    problem.value = undefined
    current.value = undefined
    const id = await sending.send(file, { purpose: 'roster', applicationNumber: number })
    problem.value = sending.problem.value
    if (!id) return
    awaited.value = id
    fixedRows.value = []
    poll.stop()
    poll.start()
  }

  function forget(): void {
    current.value = undefined
    problem.value = undefined
    awaited.value = ''
    poll.stop()
  }

  return { current, problem, awaited, sending, fixedRows, isOpen, find, send, watchOver, forget }
}

export type Imports = ReturnType<typeof useImports>
