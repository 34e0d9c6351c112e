# create-backend: completion for bash, 3.2 and later.
# shellcheck shell=bash

_create_backend() {
  # bash breaks words at "=" and ":", the program does not: it gets the line, and what it answers is
  # cut where bash broke the word.
  local current=$2 line=${COMP_LINE:0:COMP_POINT} answer word prefix paths=none
  word=${line##*[[:space:]]}
  prefix=${word%"$current"}
  COMPREPLY=()
  while IFS= read -r answer; do
    case $answer in
      :*) paths=${answer#:} ;;
      *)
        answer=${answer%%$'\t'*}
        COMPREPLY+=("${answer#"$prefix"}")
        ;;
    esac
  done < <(create-backend completion suggest --line "$line" 2>/dev/null)

  if [ "${#COMPREPLY[@]}" -eq 1 ] && [ "$paths" = none ]; then
    case ${COMPREPLY[0]} in
      *=) compopt -o nospace 2>/dev/null ;;
    esac
  fi
  if [ "$paths" != none ]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r answer; do
      COMPREPLY+=("$answer")
    done < <(if [ "$paths" = folders ]; then compgen -d -- "$current"; else compgen -f -- "$current"; fi)
  fi
}

complete -F _create_backend create-backend
