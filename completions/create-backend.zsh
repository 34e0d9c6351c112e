#compdef create-backend
# create-backend: completion for zsh, by "source <(…)" after compinit or as a file _create-backend in fpath.

_create-backend() {
  local -a words_so_far whole begun
  local answer value description paths=none
  words_so_far=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
  while IFS= read -r answer; do
    if [[ $answer == :* ]]; then
      paths=${answer#:}
      continue
    fi
    value=${answer%%$'\t'*}
    description=${answer#*$'\t'}
    if [[ $value == *= ]]; then
      begun+=("${value//:/\\:}${description:+:$description}")
    else
      whole+=("${value//:/\\:}${description:+:$description}")
    fi
  done < <(create-backend completion suggest -- "${words_so_far[@]}" 2>/dev/null)

  local found=1
  (( ${#whole} )) && _describe -t values value whole && found=0
  (( ${#begun} )) && _describe -t values value begun -S '' && found=0
  case $paths in
    files) compset -P '--*='; _files && found=0 ;;
    folders) compset -P '--*='; _files -/ && found=0 ;;
  esac
  return found
}

if [[ ${funcstack[1]} == _create-backend ]]; then
  _create-backend "$@"
else
  compdef _create-backend create-backend
fi
