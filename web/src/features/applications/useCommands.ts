/** Commands that stand on several pages, each with its question and its consequence. */
import { useAct } from '@/composables/useAct'
import { confirm } from '@/ui/confirm'
import { toast } from '@/ui/toast'
import { createApplication, voidApplication, withdraw } from './calls'
import type { Application } from './words'

const CONSEQUENCE: Partial<Record<Application['stage'], string>> = {
  age_review: '撤回后参保单回到名单填写状态，代办处停止审核。名单和材料都保留，修改后需重新提交审核。',
  age_rejected: '撤回后参保单回到名单填写状态，名单和材料都保留，修改后重新提交审核。',
  await_payment: '撤回后参保单回到名单填写状态，现有缴费单和缴费通知单作废，请不要再按原通知单转账。',
  payment_rejected: '撤回后参保单回到名单填写状态，现有缴费单作废；已上传的缴费凭证会转到新的缴费单上。',
}

export function useWithdraw() {
  const act = useAct(withdraw)
  async function ask(application: Application): Promise<Application | undefined> {
    const text = CONSEQUENCE[application.stage] ?? '撤回后参保单回到名单填写状态。'
    if (!(await confirm({ title: '撤回参保单？', text, action: '撤回' }))) return undefined
    const done = await act.run(application)
    if (done) toast('已撤回，可以修改名单')
    else if (act.problem.value) toast(act.problem.value.message, 'bad')
    return done
  }
  return { busy: act.busy, ask }
}

export function useVoid() {
  const act = useAct(voidApplication)
  async function ask(application: Application): Promise<Application | undefined> {
    const text = `参保单 ${application.number} 将作废，名单中的 ${application.headcount} 人不再保留。作废后不能恢复。`
    if (!(await confirm({ title: '删除参保单？', text, action: '删除', danger: true }))) return undefined
    const done = await act.run(application)
    if (done) toast('参保单已删除')
    else if (act.problem.value) toast(act.problem.value.message, 'bad')
    return done
  }
  return { busy: act.busy, ask }
}

export function useCreate() {
  const act = useAct((unitId: string | undefined, key) => createApplication(unitId, key))
  return { busy: act.busy, problem: act.problem, create: (unitId?: string) => act.run(unitId) }
}
