import { cut } from '../../../harness/deploy/cut.ts'
import { everyStep } from '../../../harness/deploy/every-step.ts'

everyStep('while', cut, { 0: true, 7: false, 6: undefined })
