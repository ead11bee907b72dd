/** Asks before what was typed would be lost. */
import { onScopeDispose } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'
import { confirm } from '@/ui/confirm'

export function useLeaveGuard(isDirty: () => boolean): void {
  const onUnload = (event: BeforeUnloadEvent) => {
    if (isDirty()) event.preventDefault()
  }
  addEventListener('beforeunload', onUnload)
  onScopeDispose(() => removeEventListener('beforeunload', onUnload))
  onBeforeRouteLeave(async () => {
    if (!isDirty()) return true
    return confirm({ title: '离开本页？', text: '填写的内容还没有保存，离开后会丢失。', action: '离开', cancel: '继续填写' })
  })
}
