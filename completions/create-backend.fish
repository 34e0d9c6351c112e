# create-backend: completion for fish, 3.1 and later.

function __create_backend_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for answer in (create-backend completion suggest -- $words[2..-1] "$current" 2>/dev/null)
        switch $answer
            case ':files'
                __fish_complete_path "$current"
            case ':folders'
                __fish_complete_directories "$current" ''
            case ':*'
            case '*'
                echo $answer
        end
    end
end

complete --command create-backend --erase
complete --command create-backend --no-files --arguments '(__create_backend_complete)'
