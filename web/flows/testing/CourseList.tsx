import { IconFlag, IconVolume } from '@tabler/icons-react';
import { useActions } from '../designer/designer-actions.ts';
import { type Course, type CourseStep, endWords } from './course.ts';
import styles from './testing.module.css';

type CourseListProps = { course: Course | null; flowId: string };

/** The course of a test call: each step, what the caller hears there, and the end. */
export function CourseList({ course, flowId }: CourseListProps) {
  if (!course) return null;
  const last = course.steps.at(-1);
  return (
    <section className={styles.result} aria-label="How the call goes">
      <ol className={styles.course}>
        {course.steps.map((step, index) => (
          // the index is the key, because a call may pass a node twice
          <Step key={index} step={step} isHere={step.flowId === flowId} />
        ))}
      </ol>
      <p className={styles.end} data-bad={course.end.how === 'fallBack' || undefined}>
        <IconFlag size={15} aria-hidden />
        <output>
          {endWords(course.end)}
          {last ? ` at “${last.name}”.` : '.'}
        </output>
      </p>
    </section>
  );
}

function Step({ step: { nodeId, name, exit, heard }, isHere }: { step: CourseStep; isHere: boolean }) {
  const { jump } = useActions();
  return (
    <li className={styles.step}>
      <span className={styles.place}>
        {isHere ? (
          <button type="button" className={styles.jump} onClick={() => jump(nodeId)}>
            {name}
          </button>
        ) : (
          <span>{name}</span>
        )}
        {exit !== null && <span className={styles.exit}>{exit}</span>}
      </span>
      {heard.map((words, index) => (
        <span key={index} className={styles.heard}>
          <IconVolume size={13} aria-hidden />
          <span className="visually-hidden">Heard:</span>
          <span>{words}</span>
        </span>
      ))}
    </li>
  );
}
