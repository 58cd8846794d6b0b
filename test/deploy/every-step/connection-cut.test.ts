import { cut } from '../../support/deploy/cut.ts'
import { everyStep } from '../../support/deploy/every-step.ts'

everyStep('while', cut, { 0: true, 4: false, 6: undefined })
