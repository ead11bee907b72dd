/** Short words on what was just done. */
import { ref } from 'vue'

export interface Toast {
  id: number
  text: string
  kind: 'ok' | 'bad'
  action?: { label: string; run: () => void }
}

const SECONDS = 8
let last = 0

/** Shown by ToastHost. */
export const toasts = ref<Toast[]>([])

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id)
}

export function toast(text: string, kind: Toast['kind'] = 'ok', action?: Toast['action']): void {
  const id = ++last
  toasts.value = [...toasts.value.slice(-2), { id, text, kind, action }]
  setTimeout(() => dismiss(id), SECONDS * 1000)
}
