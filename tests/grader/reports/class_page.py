"""The page of the class: its scores, who lost which point and why, and which mistakes are common."""

from grader.reports.chart import chart
from grader.reports.page import cut, inline, page, prose, row, table
from grader.reports.summary import class_line, is_full, lost, marks, mistake_of, notices, reason, title_of
from grader.results import SubmissionResult
from grader.text import Text
from mistakes.bank import Mistake

CLASS = Text(vi="Kết quả của lớp", en="Results of the class")
SUBMISSIONS = Text(vi="Các bài nộp", en="The submissions")
SUBMISSION = Text(vi="Bài nộp", en="Submission")
SCORE = Text(vi="Điểm", en="Score")
LOST = Text(vi="Mất điểm ở đâu, vì sao", en="Where points were lost, and why")
NOTHING_LOST = Text(vi="Đủ điểm", en="Full marks")
COMMON = Text(vi="Lỗi thường gặp trong lớp", en="Common mistakes in this class")
MISTAKE = Text(vi="Lỗi thường gặp", en="Common mistake")
COUNT = Text(vi="Số bài", en="Count")
WHOSE = Text(vi="Bài nộp nào", en="In which submissions")
LONGEST_REASON = 160


def class_page(submissions: list[SubmissionResult], files: list[str], lang: str) -> str:
    """index.html: the class in a line and a chart, who lost which point and why, and which mistakes are common."""
    parts = [f"<main>\n<h1>{CLASS[lang]}</h1>", f'<p class="total">{class_line(submissions, lang)}</p>']
    parts += [f'<p class="notice">{prose(notice)}</p>' for notice in notices(submissions, lang)]
    parts.append(chart(submissions, lang))
    if submissions:
        heads = [(SUBMISSION[lang], "34%", ""), (SCORE[lang], "4.5rem", "number"), (LOST[lang], "", "")]
        rows = [_class_row(each, file, lang) for each, file in zip(submissions, files, strict=True)]
        parts.append(table(SUBMISSIONS[lang], heads, rows))
    parts += [_common_mistakes(submissions, files, lang), "</main>"]
    return page(CLASS[lang], "\n".join(filter(None, parts)), lang)


def _class_row(submission: SubmissionResult, file: str, lang: str) -> str:
    why = [f"<li>{prose(submission.error[lang])}</li>"] if submission.error else []
    for result in lost(submission):
        why.append(f"<li>{prose(f'{title_of(result, lang)}, {marks(result)}: {_brief(reason(result, lang))}')}</li>")
    if why:
        cell = f"<ul>{''.join(why)}</ul>"
    else:
        cell = f'<span class="good">{NOTHING_LOST[lang]}</span>' if is_full(submission) else ""
    return row(_link(submission, file), (marks(submission), "number"), (cell, ""))


def _link(submission: SubmissionResult, file: str) -> str:
    return f'<a href="{file}">{inline(cut(submission.path))}</a>'


def _brief(said: str) -> str:
    """A reason without its end when it is very long, as what an exception says may be."""
    return said if len(said) <= LONGEST_REASON else f"{said[:LONGEST_REASON]}…"


def _common_mistakes(submissions: list[SubmissionResult], files: list[str], lang: str) -> str:
    """A table of the named mistakes, the most frequent first; "" when nobody made one."""
    made: dict[tuple[str, str], list[str]] = {}
    known: dict[tuple[str, str], tuple[str, Mistake]] = {}
    for submission, file in zip(submissions, files, strict=True):
        for result in submission.exercises:
            mistake = mistake_of(result)
            if mistake is not None:
                key = (result.exercise, mistake.id)
                known[key] = title_of(result, lang), mistake
                made.setdefault(key, []).append(_link(submission, file))
    if not made:
        return ""
    heads = [(MISTAKE[lang], "", ""), (COUNT[lang], "4.5rem", "number"), (WHOSE[lang], "34%", "")]
    rows = []
    for key in sorted(made, key=lambda key: -len(made[key])):
        title, mistake = known[key]
        name = f'{prose(mistake.name[lang])}<p class="why">{prose(title)}</p>'
        links = "".join(f"<li>{link}</li>" for link in made[key])
        rows.append(row(name, (str(len(made[key])), "number"), (f"<ul>{links}</ul>", "")))
    return table(COMMON[lang], heads, rows)
