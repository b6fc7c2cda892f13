/** What `extract init` writes: forms to start from. */
import type { TemplateName } from './templates.ts';

const HEAD = `# The extraction form. An entry names its item by the id, which never changes; a label may.
# type: text, integer, number, one-of, many-of (with options), boolean. Any item takes NR for "not reported".
schemaVersion: 1
form: 1 # the number of this form; count it up when items change
`;

const BLANK = `${HEAD}unit: report # or study, where several reports tell of one investigation
items:
  - id: design
    label: Study design
    type: one-of
    options: [experiment, survey, case-study, other]
    required: true
  - id: sample
    label: Sample size
    type: integer
    description: the number of participants that were analysed
  - id: finding
    label: Main finding
    type: text
`;

// The items follow the published review; what it groups is grouped as it says.
const SLM = `${HEAD}unit: report
items:
  - { id: paper-type, label: Type of paper, type: one-of, required: true, group: paper, options: [{ id: model, label: presents a model }, { id: method, label: presents a method }] }
  - { id: origin, label: Origin, type: one-of, group: paper, options: [academia, industry, both] }
  - { id: domain, label: Application domain, type: text, group: paper }
  - { id: model-name, label: Model name, type: text, group: model }
  - { id: parameters, label: Parameter size, type: number, group: model, description: in billions of parameters; of several models the largest of up to 7 billion }
  - { id: architecture, label: Architecture, type: one-of, group: model, options: [encoder, decoder, encoder-decoder, other] }
  - { id: available, label: Publicly available, type: boolean, group: model }
  - id: optimisation
    label: Compression and optimisation techniques
    type: many-of
    group: techniques
    options:
      - { id: distillation, label: knowledge distillation }
      - { id: quantisation, label: quantisation }
      - { id: lora, label: LoRA }
      - { id: pruning, label: pruning }
      - { id: prompting, label: prompting and retrieval }
      - { id: other, label: other technique }
  - id: benchmarks
    label: Benchmarks
    type: many-of
    group: evaluation
    options:
      - { id: knowledge, label: knowledge and reading comprehension }
      - { id: reasoning, label: reasoning and logic }
      - { id: common-sense, label: common sense and social understanding }
      - { id: code, label: code }
      - { id: multitask, label: multitask }
  - id: challenges
    label: Challenges
    type: many-of
    group: evaluation
    options:
      - { id: generalisation, label: generalisation }
      - { id: data, label: data availability }
      - { id: hallucinations, label: hallucinations }
      - { id: scalability, label: scalability }
      - { id: interpretability, label: interpretability }
`;

export const FORM_TEMPLATES: Readonly<Record<TemplateName, string>> = { blank: BLANK, slm: SLM };
