# create-backend: completion for Windows PowerShell 5.1 and PowerShell 7.

Register-ArgumentCompleter -Native -CommandName 'create-backend' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @(
        $commandAst.CommandElements |
            Select-Object -Skip 1 |
            Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
            ForEach-Object {
                if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
                else { $_.Extent.Text }
            }
    )
    # An empty argument does not reach a program in every version.
    $next = @(if ($wordToComplete -eq '') { '--next' })

    $paths = $false
    $answers = @(create-backend completion suggest @next '--' @words 2>$null)
    foreach ($answer in $answers) {
        if ($answer.StartsWith(':')) {
            $paths = $answer -ne ':none'
            continue
        }
        $value, $description = $answer -split "`t", 2
        if (-not $description) { $description = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
    }
    if ($paths) {
        [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
    }
}
