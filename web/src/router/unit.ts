/** The pages of a unit. */
import type { RouteRecordRaw } from 'vue-router'

const LIST: [string, string] = ['参保申请', '/applications']
const ORDERS: [string, string] = ['缴费单处理', '/payments']

export const unitRoutes: RouteRecordRaw[] = [
  {
    path: '/',
    component: () => import('@/layout/UnitShell.vue'),
    meta: { audience: 'unit' },
    children: [
      { path: '', component: () => import('@/features/home/HomePage.vue'), meta: { title: '首页' } },
      { path: 'applications', component: () => import('@/features/applications/ApplicationsPage.vue'), meta: { title: '参保申请' } },
      { path: 'applications/:number', component: () => import('@/features/applications/ApplicationPage.vue'), meta: { title: '参保申请单', crumbs: [LIST] } },
      { path: 'applications/:number/progress', component: () => import('@/features/applications/ProgressPage.vue'), meta: { title: '审核进度', crumbs: [LIST] } },
      { path: 'applications/:number/print', component: () => import('@/features/roster/PrintPage.vue'), meta: { title: '参保职工名单', crumbs: [LIST] } },
      { path: 'payments', component: () => import('@/features/payments/PaymentsPage.vue'), meta: { title: '缴费单处理' } },
      { path: 'payments/:number', component: () => import('@/features/payments/PaymentPage.vue'), meta: { title: '处理缴费单', crumbs: [ORDERS] } },
      { path: 'enrollments', component: () => import('@/features/records/EnrollmentsPage.vue'), meta: { title: '职工参保记录' } },
      { path: 'enrollments/print', component: () => import('@/features/records/PrintPage.vue'), meta: { title: '打印参保记录' } },
      { path: 'changes', component: () => import('@/features/changes/ChangesPage.vue'), meta: { title: '变更申请' } },
      { path: 'plans', component: () => import('@/features/plans/PlansPage.vue'), meta: { title: '互助保障计划' } },
      { path: 'unit', component: () => import('@/features/unit/UnitPage.vue'), meta: { title: '我的单位' } },
      { path: 'notices', component: () => import('@/features/notices/NoticesPage.vue'), meta: { title: '消息通知' } },
    ],
  },
]
