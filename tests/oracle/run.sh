#!/bin/bash
# JavaRosa (the engine of ODK Collect, in the jar that pyxform ships) as an independent judge of our form engine.
# usage: run.sh run FORM.xml STEPS.json OUT.xml OUT.json | run.sh batch IN.jsonl OUT.jsonl | run.sh xpath IN.jsonl OUT.jsonl
#        run.sh bench flat FORM.xml | run.sh bench repeat FORM.xml N     (one JSON line of timings; ../benchmarks/gen_form.py makes the forms)
# PYTHON names a Python that has pyxform (default: .venv/bin/python, then python3). Classes go to a cache folder.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-$([ -x .venv/bin/python ] && echo .venv/bin/python || echo python3)}
jar=$("$python" -c 'import pathlib, pyxform; print(pathlib.Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar")')
out=${XDG_CACHE_HOME:-$HOME/.cache}/fieldsurvey-oracle
mkdir -p "$out"
if [ ! -e "$out/Bench.class" ] || [ "$here/Oracle.java" -nt "$out/Bench.class" ] || [ "$here/../benchmarks/Bench.java" -nt "$out/Bench.class" ]; then
  fresh=$(mktemp -d "$out/build.XXXXXX")   # two test runs may build at once: each moves finished classes in
  javac -nowarn -cp "$jar" -d "$fresh" "$here/Oracle.java" "$here/../benchmarks/Bench.java"
  mv -f "$fresh"/Oracle*.class "$out"/ && mv -f "$fresh"/Bench*.class "$out"/ && rmdir "$fresh"
fi
main=Oracle
if [ "${1:-}" = bench ]; then main=Bench; shift; fi
exec java "-Duser.timezone=${ORACLE_TZ:-Asia/Makassar}" -Duser.language=en -Xmx2g -Xss64m -cp "$jar:$out" "$main" "$@"
